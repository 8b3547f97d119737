import { removeMember } from "#lib/server/commands/remove-member";
import { toRoute } from "#lib/server/http/to-route";

export const DELETE = toRoute(removeMember, { status: 204, bodyless: true });
