import type { Area } from "./area.ts";

const REASON = "The table asks for it.";
/** Long past: who may ask is told so, and nothing is stored. */
const PAST = "2020-01-01T00:00:00Z";

/** The grant of each side has ended, given and held by the same team: whatever may be done with one is a conflict for whoever may do it. */
export const ACCESS: Area = {
  table: `
operation               target   anonymous disabled requester member owner other-owner ex-member auditor admin poor-token
requestAccess           own      401       401      400       400    400   404         404       403     403   403
requestAccess           foreign  401       401      404       404    404   400         404       403     403   404
requestAccess           absent   401       401      404       404    404   404         404       404     404   404
getTopicAccess          own      401       401      200       200    200   200         200       200     200   403
getTopicAccess          foreign  401       401      200       200    200   200         200       200     200   403
getTopicAccess          absent   401       401      404       404    404   404         404       404     404   403
getTeamAccess           own      401       401      200       200    200   200         200       200     200   403
getTeamAccess           foreign  401       401      200       200    200   200         200       200     200   403
getTeamAccess           absent   401       401      404       404    404   404         404       404     404   403
renewGrant              own      401       401      409       409    409   404         404       403     403   403
renewGrant              foreign  401       401      404       404    404   409         404       403     403   404
renewGrant              absent   401       401      404       404    404   404         404       404     404   404
revokeGrant             own      401       401      403       403    409   404         404       403     409   403
revokeGrant             foreign  401       401      404       404    404   409         404       403     409   404
revokeGrant             absent   401       401      404       404    404   404         404       404     404   404
releaseGrant            own      401       401      409       409    409   404         404       403     403   403
releaseGrant            foreign  401       401      404       404    404   409         404       403     403   404
releaseGrant            absent   401       401      404       404    404   404         404       404     404   404
listUnmanagedAcls       -        401       401      403       403    403   403         403       200     200   403
requestAclRemoval       own      401       401      409       409    409   403         403       403     409   403
requestAclRemoval       foreign  401       401      403       403    403   409         403       403     409   403
requestAclRemoval       absent   401       401      404       404    404   404         404       404     404   404
retryRequest            own      401       401      409       409    409   404         404       403     409   403
retryRequest            foreign  401       401      404       404    404   409         404       403     409   404
retryRequest            absent   401       401      404       404    404   404         404       404     404   404
`,
  calls: {
    requestAccess: ({ application, topic }) => ({
      path: "/access-requests",
      body: {
        application,
        cluster: "local",
        expiresAt: PAST,
        items: [{ operation: "produce", topic }],
        reason: REASON,
      },
    }),
    getTopicAccess: ({ topic }) => ({ path: `/topics/local/${topic}/access` }),
    getTeamAccess: ({ team }) => ({ path: `/teams/${team.slug}/access` }),
    renewGrant: ({ endedGrant }) => ({ path: `/grants/${endedGrant}/renew`, body: { reason: REASON } }),
    revokeGrant: ({ endedGrant }) => ({ path: `/grants/${endedGrant}/revoke`, body: { reason: REASON } }),
    releaseGrant: ({ endedGrant }) => ({ path: `/grants/${endedGrant}/release`, body: { reason: REASON } }),
    listUnmanagedAcls: () => ({ path: "/acls?cluster=local" }),
    requestAclRemoval: ({ team }) => ({
      path: "/acl-removals",
      body: { cluster: "local", team: team.slug, bindings: [NO_SUCH_BINDING], reason: REASON },
    }),
    retryRequest: ({ openRequest }) => ({ path: `/requests/${openRequest.id}/retry`, body: {} }),
  },
};

const NO_SUCH_BINDING = {
  principal: "User:nobody-has-this-name",
  resourceType: "TOPIC",
  resourceName: "no-such-topic",
  patternType: "LITERAL",
  operation: "READ",
  permissionType: "ALLOW",
  host: "*",
};
