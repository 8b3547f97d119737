import type { Area } from "./area.ts";

/** Long past: who may ask is told so, and nothing is opened. */
const PAST = "2020-01-01T00:00:00Z";

export const CAMPAIGNS: Area = {
  table: `
operation               target   anonymous disabled requester member owner other-owner ex-member auditor admin poor-token
listCampaigns           -        401       401      200       200    200   200         200       200     200   403
createCampaign          own      401       401      403       403    400   403         403       403     400   403
createCampaign          foreign  401       401      403       403    403   400         403       403     400   403
createCampaign          absent   401       401      404       404    404   404         404       404     404   404
getCampaign             absent   401       401      404       404    404   404         404       404     404   403
decideCampaignItem      absent   401       401      404       404    404   404         404       404     404   404
listAdvice              -        401       401      200       200    200   200         200       200     200   403
`,
  calls: {
    listCampaigns: () => ({ path: "/campaigns" }),
    createCampaign: ({ team }) => ({
      path: "/campaigns",
      body: { title: "Readers", team: team.slug, reason: "Once a year.", dueAt: PAST },
    }),
    getCampaign: ({ revokedToken }) => ({ path: `/campaigns/${revokedToken}` }),
    decideCampaignItem: ({ revokedToken }) => ({
      path: `/campaigns/${revokedToken}/grants/${revokedToken}`,
      body: { decision: "keep", reason: "Still read." },
    }),
    listAdvice: () => ({ path: "/advice" }),
  },
};
