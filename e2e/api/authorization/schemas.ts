import type { Area } from "./area.ts";

const REASON = "The table asks for it.";
/** Long past: who may announce it is told so, and nothing is stored. */
const PAST = "2020-01-01T00:00:00Z";
/** No schema: who may ask about it is told so, and nothing is asked. */
const BROKEN = { schemaType: "AVRO", schema: "{" };

/** The subject of each side is deleted: whatever may be asked about it is a conflict for whoever may ask. Its probe was asked by the side's owner. */
export const SCHEMAS: Area = {
  table: `
operation               target   anonymous disabled requester member owner other-owner ex-member auditor admin poor-token
listSubjects            -        401       401      200       200    200   200         200       200     200   403
getSubject              own      401       401      200       200    200   200         200       200     200   403
getSubject              foreign  401       401      200       200    200   200         200       200     200   403
getSubject              absent   401       401      404       404    404   404         404       404     404   403
compareVersions         own      401       401      400       400    400   400         400       400     400   403
getTopicSchemas         own      401       401      200       200    200   200         200       200     200   403
getTopicSchemas         foreign  401       401      200       200    200   200         200       200     200   403
getTopicSchemas         absent   401       401      404       404    404   404         404       404     404   403
askCompatibility        own      401       401      400       400    400   403         403       403     403   403
askCompatibility        foreign  401       401      403       403    403   400         403       403     403   403
askCompatibility        absent   401       401      403       403    403   403         403       403     403   403
askSample               own      401       401      201       201    201   403         403       403     201   403
askSample               foreign  401       401      403       403    403   201         403       403     201   403
askSample               absent   401       401      404       404    404   404         404       404     404   404
getProbe                own      401       401      404       404    200   404         404       404     404   403
getProbe                foreign  401       401      404       404    404   200         404       404     404   403
getProbe                absent   401       401      404       404    404   404         404       404     404   403
exportTopicAsyncApi     own      401       401      200       200    200   200         200       200     200   403
exportTopicAsyncApi     foreign  401       401      200       200    200   200         200       200     200   403
exportTopicAsyncApi     absent   401       401      404       404    404   404         404       404     404   403
exportTeamAsyncApi      own      401       401      200       200    200   200         200       200     200   403
exportTeamAsyncApi      foreign  401       401      200       200    200   200         200       200     200   403
exportTeamAsyncApi      absent   401       401      404       404    404   404         404       404     404   403
exportDataContract      own      401       401      200       200    200   200         200       200     200   403
exportDataContract      foreign  401       401      200       200    200   200         200       200     200   403
exportDataContract      absent   401       401      404       404    404   404         404       404     404   403
announceEnding          own      401       401      403       403    400   403         403       403     400   403
announceEnding          foreign  401       401      403       403    403   400         403       403     400   403
announceEnding          absent   401       401      404       404    404   404         404       404     404   404
requestSchema           own      401       401      400       400    400   403         403       403     403   403
requestSchema           foreign  401       401      403       403    403   400         403       403     403   403
requestSchema           absent   401       401      404       404    404   404         404       404     404   404
draftSchema             -        401       401      200       200    200   200         200       200     200   403
requestCompatibility    own      401       401      409       409    409   403         403       403     403   403
requestCompatibility    foreign  401       401      403       403    403   409         403       403     403   403
requestCompatibility    absent   401       401      404       404    404   404         404       404     404   404
requestSubjectAdoption  own      401       401      400       400    400   403         403       403     400   403
requestSubjectAdoption  foreign  401       401      403       403    403   400         403       403     400   403
requestSubjectAdoption  absent   401       401      404       404    404   404         404       404     404   404
requestSubjectRevert    own      401       401      409       409    409   403         403       403     409   403
requestSubjectRevert    foreign  401       401      403       403    403   409         403       403     409   403
requestSubjectRevert    absent   401       401      404       404    404   404         404       404     404   404
requestSubjectDeletion  own      401       401      409       409    409   403         403       403     403   403
requestSubjectDeletion  foreign  401       401      403       403    403   409         403       403     403   403
requestSubjectDeletion  absent   401       401      404       404    404   404         404       404     404   404
retrySubject            own      401       401      409       409    409   403         403       403     409   403
retrySubject            foreign  401       401      403       403    403   409         403       403     409   403
retrySubject            absent   401       401      404       404    404   404         404       404     404   404
`,
  calls: {
    listSubjects: () => ({ path: "/subjects" }),
    getSubject: ({ subject }) => ({ path: `/subjects/local/${subject}` }),
    compareVersions: ({ subject }) => ({ path: `/subjects/local/${subject}/comparison?from=1` }),
    getTopicSchemas: ({ topic }) => ({ path: `/topics/local/${topic}/schemas` }),
    askCompatibility: ({ subject }) => ({
      path: "/compatibility-checks",
      body: { cluster: "local", subject, ...BROKEN },
    }),
    askSample: ({ topic }) => ({ path: "/samples", body: { cluster: "local", topic, count: 1, reason: REASON } }),
    getProbe: ({ probe }) => ({ path: `/probes/${probe}` }),
    exportTopicAsyncApi: ({ topic }) => ({ path: `/topics/local/${topic}/asyncapi` }),
    exportTeamAsyncApi: ({ team }) => ({ path: `/teams/${team.slug}/asyncapi?format=json` }),
    exportDataContract: ({ topic }) => ({ path: `/topics/local/${topic}/odcs` }),
    announceEnding: ({ topic }) => ({
      path: `/topics/local/${topic}/announce-ending`,
      body: { at: PAST, reason: REASON },
    }),
    requestSchema: ({ topic, team }) => ({
      path: "/schema-requests",
      body: { cluster: "local", topic, part: "value", team: team.slug, ...BROKEN, reason: REASON },
    }),
    draftSchema: () => ({
      path: "/schema-drafts",
      body: { schemaType: "JSON", recordName: "Placed", values: [{ id: 1 }] },
    }),
    requestCompatibility: ({ subject }) => ({
      path: `/subjects/local/${subject}/compatibility`,
      body: { compatibility: "FULL", reason: REASON },
    }),
    requestSubjectAdoption: ({ subject, team }) => ({
      path: `/subjects/local/${subject}/adoption`,
      body: { team: team.slug, reason: REASON },
    }),
    requestSubjectRevert: ({ subject }) => ({ path: `/subjects/local/${subject}/revert`, body: { reason: REASON } }),
    requestSubjectDeletion: ({ subject }) => ({
      path: `/subjects/local/${subject}/deletion`,
      body: { reason: REASON },
    }),
    retrySubject: ({ subject }) => ({ path: `/subjects/local/${subject}/retry`, body: {} }),
  },
};
