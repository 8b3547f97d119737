import { confirmClusterIdentity } from "#lib/server/commands/confirm-cluster-identity";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(confirmClusterIdentity);
