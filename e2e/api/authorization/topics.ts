import type { Area } from "./area.ts";

export const TOPICS: Area = {
  table: `
operation               target   anonymous disabled requester member owner other-owner ex-member auditor admin poor-token
listTopics              -        401       401      200       200    200   200         200       200     200   200
getTopic                own      401       401      200       200    200   200         200       200     200   200
getTopic                foreign  401       401      200       200    200   200         200       200     200   200
getTopic                absent   401       401      404       404    404   404         404       404     404   404
getTopicGroups          own      401       401      200       200    200   200         200       200     200   200
getTopicGroups          foreign  401       401      200       200    200   200         200       200     200   200
getTopicGroups          absent   401       401      404       404    404   404         404       404     404   404
retryTopic              own      401       401      409       409    409   403         403       403     409   403
retryTopic              foreign  401       401      403       403    403   409         403       403     409   403
describeTopic           own      401       401      409       409    409   403         403       403     403   403
describeTopic           foreign  401       401      403       403    403   409         403       403     403   403
describeTopic           absent   401       401      404       404    404   404         404       404     404   404
unblockTopic            own      401       401      409       409    409   403         403       403     409   403
unblockTopic            foreign  401       401      403       403    403   409         403       403     409   403
unblockTopic            absent   401       401      404       404    404   404         404       404     404   404
retryTopic              absent   401       401      404       404    404   404         404       404     404   404
`,
  calls: {
    listTopics: () => ({ path: "/topics" }),
    getTopic: ({ topic }) => ({ path: `/topics/local/${topic}` }),
    getTopicGroups: ({ topic }) => ({ path: `/topics/local/${topic}/groups` }),
    describeTopic: ({ topic }) => ({ path: `/topics/local/${topic}/description`, body: { version: 999_999 } }),
    unblockTopic: ({ topic }) => ({ path: `/topics/local/${topic}/unblock`, body: { reason: "matrix" } }),
    retryTopic: ({ topic }) => ({ path: `/topics/local/${topic}/retry`, body: {} }),
  },
};
