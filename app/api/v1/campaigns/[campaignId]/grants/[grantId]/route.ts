import { decideCampaignItem } from "#lib/server/commands/decide-campaign-item";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(decideCampaignItem);
