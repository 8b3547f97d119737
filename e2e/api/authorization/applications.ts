import { type Area, NO_VERSION } from "./area.ts";

const REASON = "The table asks for it.";

/** The principal of each side has ended: whatever may be done with one is a conflict for whoever may do it. */
export const APPLICATIONS: Area = {
  table: `
operation               target   anonymous disabled requester member owner other-owner ex-member auditor admin poor-token
listApplications        -        401       401      200       200    200   200         200       200     200   403
createApplication       own      401       401      409       409    409   403         403       403     403   403
createApplication       foreign  401       401      403       403    403   409         403       403     403   403
createApplication       absent   401       401      404       404    404   404         404       404     404   404
getApplication          own      401       401      200       200    200   404         404       200     200   403
getApplication          foreign  401       401      404       404    404   200         404       200     200   403
getApplication          absent   401       401      404       404    404   404         404       404     404   403
updateApplication       own      401       401      409       409    409   404         404       403     403   403
updateApplication       foreign  401       401      404       404    404   409         404       403     403   404
updateApplication       absent   401       401      404       404    404   404         404       404     404   404
deleteApplication       own      401       401      403       403    409   404         404       403     409   403
deleteApplication       foreign  401       401      404       404    404   409         404       403     409   404
deleteApplication       absent   401       401      404       404    404   404         404       404     404   404
requestPrincipal        own      401       401      400       400    400   404         404       403     403   403
requestPrincipal        foreign  401       401      404       404    404   400         404       403     403   404
requestPrincipal        absent   401       401      404       404    404   404         404       404     404   404
requestQuota            own      401       401      409       409    409   404         404       403     403   403
requestQuota            foreign  401       401      404       404    404   409         404       403     403   404
requestQuota            absent   401       401      404       404    404   404         404       404     404   404
requestRevert           own      401       401      409       409    409   404         404       403     409   403
requestRevert           foreign  401       401      404       404    404   409         404       403     409   404
requestRevert           absent   401       401      404       404    404   404         404       404     404   404
issueCredential         own      401       401      409       409    409   404         404       403     403   403
issueCredential         foreign  401       401      404       404    404   409         404       403     403   404
issueCredential         absent   401       401      404       404    404   404         404       404     404   404
endPrincipal            own      401       401      403       403    409   404         404       403     409   403
endPrincipal            foreign  401       401      404       404    404   409         404       403     409   404
endPrincipal            absent   401       401      404       404    404   404         404       404     404   404
retryPrincipal          own      401       401      409       409    409   404         404       403     409   403
retryPrincipal          foreign  401       401      404       404    404   409         404       403     409   404
retryPrincipal          absent   401       401      404       404    404   404         404       404     404   404
`,
  calls: {
    listApplications: () => ({ path: "/applications" }),
    createApplication: ({ application, team }) => ({
      path: "/applications",
      body: { slug: application, name: "Again", team: team.slug },
    }),
    getApplication: ({ application }) => ({ path: `/applications/${application}` }),
    updateApplication: ({ application }) => ({
      path: `/applications/${application}`,
      body: { version: NO_VERSION, name: "Other", description: "" },
    }),
    deleteApplication: ({ application }) => ({ path: `/applications/${application}` }),
    requestPrincipal: ({ application }) => ({
      path: `/applications/${application}/principals`,
      body: { cluster: "local", kind: "scram", name: "User:*", reason: REASON },
    }),
    requestQuota: ({ endedPrincipal }) => ({
      path: `/principals/${endedPrincipal}/quota`,
      body: { quota: {}, reason: REASON },
    }),
    requestRevert: ({ endedPrincipal }) => ({ path: `/principals/${endedPrincipal}/revert`, body: { reason: REASON } }),
    issueCredential: ({ endedPrincipal }) => ({ path: `/principals/${endedPrincipal}/credential`, body: {} }),
    endPrincipal: ({ endedPrincipal }) => ({ path: `/principals/${endedPrincipal}/end`, body: { reason: REASON } }),
    retryPrincipal: ({ endedPrincipal }) => ({ path: `/principals/${endedPrincipal}/retry`, body: {} }),
  },
};
