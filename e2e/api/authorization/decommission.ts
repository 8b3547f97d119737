import type { Area } from "./area.ts";

/** The catalogue is everybody's to see, and with it what leaves it. The steps are calls about topics and requests. */
export const DECOMMISSION: Area = {
  table: `
operation               target   anonymous disabled requester member owner other-owner ex-member auditor admin poor-token
listStaleTopics         -        401       401      200       200    200   200         200       200     200   200
getDecommission         own      401       401      200       200    200   200         200       200     200   200
getDecommission         foreign  401       401      200       200    200   200         200       200     200   200
getDecommission         absent   401       401      404       404    404   404         404       404     404   404
`,
  calls: {
    listStaleTopics: () => ({ path: "/stale-topics" }),
    getDecommission: ({ topic }) => ({ path: `/topics/local/${topic}/decommission` }),
  },
};
