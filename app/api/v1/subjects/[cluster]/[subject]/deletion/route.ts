import { requestSubjectDeletion } from "#lib/server/commands/request-subject-deletion";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(requestSubjectDeletion, { status: 201 });
