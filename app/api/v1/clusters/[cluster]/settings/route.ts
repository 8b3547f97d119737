import { updateClusterSettings } from "#lib/server/commands/update-cluster-settings";
import { toRoute } from "#lib/server/http/to-route";

export const PATCH = toRoute(updateClusterSettings);
