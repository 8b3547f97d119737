"use server";

import { createCampaign } from "#lib/server/commands/create-campaign";
import { decideCampaignItem } from "#lib/server/commands/decide-campaign-item";
import { toAction } from "#lib/server/to-action";

export const openCampaign = toAction(createCampaign);
export const answerCampaign = toAction(decideCampaignItem);
