import type { Area } from "./area.ts";

const REASON = "The table asks for it.";
/** No cluster has it: whoever may ask is told so, and nothing is stored. */
const NOWHERE = "no-such-topic.nowhere";

export const TOPIC_IMPORTS: Area = {
  table: `
operation               target   anonymous disabled requester member owner other-owner ex-member auditor admin poor-token
listUnmanagedTopics     -        401       401      403       403    403   403         403       200     200   403
importTopics            own      401       401      403       403    403   403         403       403     409   403
importTopics            foreign  401       401      403       403    403   403         403       403     409   403
importTopics            absent   401       401      403       403    403   403         403       403     400   403
claimTopics             own      401       401      409       409    409   403         403       403     403   403
claimTopics             foreign  401       401      403       403    403   409         403       403     403   403
claimTopics             absent   401       401      404       404    404   404         404       404     404   404
`,
  calls: {
    listUnmanagedTopics: () => ({ path: "/clusters/local/unmanaged-topics" }),
    importTopics: ({ team }) => ({
      path: "/topic-imports",
      body: { cluster: "local", topics: [{ name: NOWHERE, team: team.slug }], reason: REASON },
    }),
    claimTopics: ({ team }) => ({
      path: "/topic-claims",
      body: { cluster: "local", topics: [NOWHERE], team: team.slug, reason: REASON },
    }),
  },
};
