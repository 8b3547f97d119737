import { createApplication } from "#lib/server/commands/create-application";
import { toGetRoute, toRoute } from "#lib/server/http/to-route";
import { listApplications } from "#lib/server/queries/list-applications";

export const GET = toGetRoute(listApplications);
export const POST = toRoute(createApplication, { status: 201 });
