import { claimTopics } from "#lib/server/commands/claim-topics";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(claimTopics, { status: 201 });
