import { releaseGrant } from "#lib/server/commands/release-grant";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(releaseGrant);
