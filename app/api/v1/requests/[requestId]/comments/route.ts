import { commentRequest } from "#lib/server/commands/comment-request";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(commentRequest, { status: 201 });
