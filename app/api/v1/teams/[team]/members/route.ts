import { setMember } from "#lib/server/commands/set-member";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(setMember);
