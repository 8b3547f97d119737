import { toGetRoute } from "#lib/server/http/to-route";
import { getCampaign } from "#lib/server/queries/get-campaign";

export const GET = toGetRoute(getCampaign);
