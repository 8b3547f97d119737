import type { Area } from "./area.ts";

/** Each object is decided for itself: whoever is signed in is answered, and the answer says what was refused. */
export const DRIFT: Area = {
  table: `
operation               target   anonymous disabled requester member owner other-owner ex-member auditor admin poor-token
listDrift               -        401       401      200       200    200   200         200       200     200   403
revertDrift             own      401       401      200       200    200   200         200       200     200   200
revertDrift             foreign  401       401      200       200    200   200         200       200     200   200
adoptDrift              own      401       401      200       200    200   200         200       200     200   200
adoptDrift              foreign  401       401      200       200    200   200         200       200     200   200
`,
  calls: {
    listDrift: () => ({ path: "/drift" }),
    revertDrift: ({ topic }) => ({ path: "/drift/reverts", body: about(topic) }),
    adoptDrift: ({ topic }) => ({ path: "/drift/adoptions", body: about(topic) }),
  },
};

function about(name: string) {
  return { objects: [{ kind: "topic", cluster: "local", name }], reason: "The table asks for it." };
}
