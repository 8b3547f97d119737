import { topicRequest } from "../../support/world.ts";
import { type Area, NO_VERSION } from "./area.ts";

const FINGERPRINT = "0".repeat(64);

export const REQUESTS: Area = {
  table: `
operation               target   anonymous disabled requester member owner other-owner ex-member auditor admin poor-token
listRequests            -        401       401      200       200    200   200         200       200     200   403
requestTopic            own      401       401      422       422    422   403         403       403     403   403
requestTopic            foreign  401       401      403       403    403   422         403       403     403   403
requestTopic            absent   401       401      404       404    404   404         404       404     404   404
getRequest              own      401       401      200       200    200   404         404       200     200   403
getRequest              foreign  401       401      404       404    404   200         404       200     200   403
getRequest              absent   401       401      404       404    404   404         404       404     404   403
editRequest             own      401       401      409       403    403   404         404       403     403   403
editRequest             foreign  401       401      404       404    404   403         404       403     403   404
editRequest             absent   401       401      404       404    404   404         404       404     404   404
approveRequest          own      401       401      403       403    409   404         404       403     403   403
approveRequest          foreign  401       401      404       404    404   409         404       403     403   404
approveRequest          absent   401       401      404       404    404   404         404       404     404   404
rejectRequest           own      401       401      403       403    409   404         404       403     403   403
rejectRequest           foreign  401       401      404       404    404   409         404       403     403   404
rejectRequest           absent   401       401      404       404    404   404         404       404     404   404
withdrawRequest         own      401       401      409       403    409   404         404       403     403   403
withdrawRequest         foreign  401       401      404       404    404   409         404       403     403   404
withdrawRequest         absent   401       401      404       404    404   404         404       404     404   404
cancelRequest           own      401       401      403       403    409   404         404       403     409   403
cancelRequest           foreign  401       401      404       404    404   409         404       403     409   404
cancelRequest           absent   401       401      404       404    404   404         404       404     404   404
commentRequest          own      401       401      201       201    201   404         404       403     201   403
commentRequest          foreign  401       401      404       404    404   201         404       403     201   404
commentRequest          absent   401       401      404       404    404   404         404       404     404   404
copyRequest             own      401       401      409       409    409   404         404       403     403   403
copyRequest             foreign  401       401      404       404    404   409         404       403     403   404
copyRequest             absent   401       401      404       404    404   404         404       404     404   404
`,
  calls: {
    listRequests: () => ({ path: "/requests" }),
    requestTopic: ({ team }) => ({ path: "/topic-requests", body: topicRequest(team, "breaks.The.Rules") }),
    cancelRequest: ({ openRequest }) => ({
      path: `/requests/${openRequest.id}/cancel`,
      body: { reason: "matrix" },
    }),
    getRequest: ({ openRequest }) => ({ path: `/requests/${openRequest.id}` }),
    editRequest: ({ openRequest, team }) => {
      const { name, spec, metadata, reason } = topicRequest(team, openRequest.name);
      return { path: `/requests/${openRequest.id}`, body: { version: NO_VERSION, name, spec, metadata, reason } };
    },
    approveRequest: ({ openRequest }) => ({
      path: `/requests/${openRequest.id}/approve`,
      body: { fingerprint: FINGERPRINT },
    }),
    rejectRequest: ({ endedRequest }) => ({ path: `/requests/${endedRequest.id}/reject`, body: { reason: "No." } }),
    withdrawRequest: ({ endedRequest }) => ({ path: `/requests/${endedRequest.id}/withdraw`, body: {} }),
    commentRequest: ({ openRequest }) => ({ path: `/requests/${openRequest.id}/comments`, body: { body: "Hello." } }),
    copyRequest: ({ openRequest }) => ({ path: `/requests/${openRequest.id}/copy`, body: { cluster: "local" } }),
  },
};
