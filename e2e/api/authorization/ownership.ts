import type { Area } from "./area.ts";

/** No team has this name: who may give is told so, and nothing is stored. */
const NOBODY = "no-team-takes-it";

export const OWNERSHIP: Area = {
  table: `
operation                 target   anonymous disabled requester member owner other-owner ex-member auditor admin poor-token
requestOwnershipTransfer  own      401       401      400       400    400   403         403       403     400   403
requestOwnershipTransfer  foreign  401       401      403       403    403   400         403       403     400   403
requestOwnershipTransfer  absent   401       401      404       404    404   404         404       404     404   404
`,
  calls: {
    requestOwnershipTransfer: ({ team, topic }) => ({
      path: "/ownership-transfers",
      body: { cluster: "local", from: team.slug, to: NOBODY, topics: [topic], reason: "The table asks for it." },
    }),
  },
};
