import { createCampaign } from "#lib/server/commands/create-campaign";
import { toGetRoute, toRoute } from "#lib/server/http/to-route";
import { listCampaigns } from "#lib/server/queries/list-campaigns";

export const GET = toGetRoute(listCampaigns);
export const POST = toRoute(createCampaign, { status: 201 });
