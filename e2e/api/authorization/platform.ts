import { type Area, NO_VERSION } from "./area.ts";

export const PLATFORM: Area = {
  table: `
operation               target   anonymous disabled requester member owner other-owner ex-member auditor admin poor-token
listClusters            -        401       401      200       200    200   200         200       200     200   403
confirmClusterIdentity  own      401       401      403       403    403   403         403       403     409   403
confirmClusterIdentity  absent   401       401      404       404    404   404         404       404     404   404
updateClusterSettings   own      401       401      403       403    403   403         403       403     409   403
updateClusterSettings   absent   401       401      404       404    404   404         404       404     404   404
listPolicies            -        401       401      200       200    200   200         200       200     200   403
search                  -        401       401      200       200    200   200         200       200     200   200
listAudit               -        401       401      403       403    403   403         403       200     200   403
`,
  calls: {
    listClusters: () => ({ path: "/clusters" }),
    // The one cluster is nobody's; the absent side stands for one that is not there.
    confirmClusterIdentity: ({ team }) => ({
      path: `/clusters/${team.slug === "no-such-team" ? "nowhere" : "local"}/identity`,
      body: { kafkaClusterId: "another" },
    }),
    updateClusterSettings: ({ team }) => ({
      path: `/clusters/${team.slug === "no-such-team" ? "nowhere" : "local"}/settings`,
      body: { version: NO_VERSION, currency: "EUR" },
    }),
    listPolicies: () => ({ path: "/policies" }),
    search: () => ({ path: "/search?q=orders" }),
    listAudit: () => ({ path: "/audit?limit=1" }),
  },
};
