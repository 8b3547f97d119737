import { randomUUID } from "node:crypto";
import { DEMO, PASSWORD } from "../../support/sign-in.ts";
import { type Area, NO_VERSION } from "./area.ts";

export const USERS: Area = {
  table: `
operation               target   anonymous disabled requester member owner other-owner ex-member auditor admin poor-token
listUsers               -        401       401      403       403    403   403         403       200     200   403
findPeople              -        401       401      403       403    200   200         403       403     200   403
createUser              -        401       401      403       403    403   403         403       403     409   403
updateUser              own      401       401      404       404    403   404         404       403     409   403
updateUser              foreign  401       401      404       404    404   403         404       403     409   404
updateUser              absent   401       401      404       404    404   404         404       404     404   404
disableUser             own      401       401      404       404    403   404         404       403     409   403
disableUser             foreign  401       401      404       404    404   403         404       403     409   404
disableUser             absent   401       401      404       404    404   404         404       404     404   404
enableUser              own      401       401      404       404    403   404         404       403     200   403
enableUser              foreign  401       401      404       404    404   403         404       403     200   404
enableUser              absent   401       401      404       404    404   404         404       404     404   404
listTokens              -        401       401      200       200    200   200         200       200     200   403
createToken             -        401       401      201       201    201   201         201       201     201   403
revokeToken             own      401       401      404       404    204   404         404       403     204   403
revokeToken             foreign  401       401      404       404    404   204         404       403     204   404
revokeToken             absent   401       401      404       404    404   404         404       404     404   404
`,
  calls: {
    listUsers: () => ({ path: "/users" }),
    findPeople: () => ({ path: "/people?q=owner" }),
    createUser: () => ({ path: "/users", body: { name: "Again", email: DEMO.admin, password: PASSWORD } }),
    updateUser: ({ owner }) => ({
      path: `/users/${owner.id}`,
      body: { name: "Other", platformRole: "admin", version: NO_VERSION },
    }),
    disableUser: ({ owner }) => ({ path: `/users/${owner.id}/disable`, body: {} }),
    enableUser: ({ owner }) => ({ path: `/users/${owner.id}/enable`, body: {} }),
    listTokens: () => ({ path: "/tokens" }),
    createToken: () => ({
      path: "/tokens",
      body: { name: randomUUID(), permissions: ["topic.read"], expiresInDays: 1 },
    }),
    revokeToken: ({ revokedToken }) => ({ path: `/tokens/${revokedToken}` }),
  },
};
