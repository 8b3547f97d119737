import { toPostQueryRoute } from "#lib/server/http/to-route";
import { draftSchema } from "#lib/server/queries/draft-schema";

export const POST = toPostQueryRoute(draftSchema);
