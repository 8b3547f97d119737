import { requestSubjectRevert } from "#lib/server/commands/request-subject-revert";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(requestSubjectRevert, { status: 201 });
