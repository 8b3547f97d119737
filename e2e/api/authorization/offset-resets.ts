import type { Area } from "./area.ts";

const REASON = "The table asks for it.";

/** No application of either side may consume anything: whoever may ask about its groups is told so, and nothing is asked. */
export const OFFSET_RESETS: Area = {
  table: `
operation               target   anonymous disabled requester member owner other-owner ex-member auditor admin poor-token
askLoss                 own      401       401      201       201    201   403         403       403     403   403
askLoss                 foreign  401       401      403       403    403   201         403       403     403   403
askLoss                 absent   401       401      404       404    404   404         404       404     404   404
askOffsets              own      401       401      400       400    400   404         404       403     403   403
askOffsets              foreign  401       401      404       404    404   400         404       403     403   404
askOffsets              absent   401       401      404       404    404   404         404       404     404   404
requestOffsetReset      own      401       401      400       400    400   404         404       403     403   403
requestOffsetReset      foreign  401       401      404       404    404   400         404       403     403   404
requestOffsetReset      absent   401       401      404       404    404   404         404       404     404   404
`,
  calls: {
    askLoss: ({ topic }) => ({ path: "/loss-probes", body: { cluster: "local", topic, retentionMs: "86400000" } }),
    askOffsets: (side) => ({ path: "/offset-probes", body: aboutGroup(side) }),
    requestOffsetReset: (side) => ({ path: "/offset-resets", body: { ...aboutGroup(side), reason: REASON } }),
  },
};

function aboutGroup({ application, topic }: { application: string; topic: string }) {
  return { application, cluster: "local", group: `${application}.reader`, topic, target: { kind: "earliest" } };
}
