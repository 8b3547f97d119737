import { z } from "zod";
import * as advice from "../advice.ts";
import * as campaigns from "../campaigns.ts";
import { type Operation, without } from "./operation.ts";

export const CAMPAIGNS: readonly Operation[] = [
  {
    id: "listCampaigns",
    method: "get",
    path: "/campaigns",
    tag: "campaigns",
    summary: "Recertifications that the caller takes part in, newest first",
    query: campaigns.ListCampaigns,
    status: 200,
    response: campaigns.CampaignPage,
  },
  {
    id: "createCampaign",
    method: "post",
    path: "/campaigns",
    tag: "campaigns",
    summary: "Ask owners whether access is still needed; silence until the date ends it",
    body: campaigns.CreateCampaign,
    status: 201,
    response: z.object({ id: z.string(), items: z.int() }),
  },
  {
    id: "getCampaign",
    method: "get",
    path: "/campaigns/{campaignId}",
    tag: "campaigns",
    summary: "One recertification with its grants",
    status: 200,
    response: campaigns.CampaignView,
  },
  {
    id: "decideCampaignItem",
    method: "post",
    path: "/campaigns/{campaignId}/grants/{grantId}",
    tag: "campaigns",
    summary: "Keep one grant, or end it",
    body: without(campaigns.DecideCampaignItem, "campaignId", "grantId"),
    status: 200,
    response: z.object({ campaignId: z.string(), grantId: z.string(), decision: z.enum(["keep", "end"]) }),
  },
  {
    id: "listAdvice",
    method: "get",
    path: "/advice",
    tag: "access",
    summary: "Access that nobody uses, that is wider than what is used, or that names nothing",
    query: advice.ListAdvice,
    status: 200,
    response: advice.AdviceList,
  },
];
