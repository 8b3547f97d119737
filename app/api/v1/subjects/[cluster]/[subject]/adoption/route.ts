import { requestSubjectAdoption } from "#lib/server/commands/request-subject-adoption";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(requestSubjectAdoption, { status: 201 });
