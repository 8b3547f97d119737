import { type Area, NO_VERSION } from "./area.ts";

export const TEAMS: Area = {
  table: `
operation               target   anonymous disabled requester member owner other-owner ex-member auditor admin poor-token
listTeams               -        401       401      200       200    200   200         200       200     200   403
createTeam              -        401       401      403       403    403   403         403       403     409   403
getTeam                 own      401       401      200       200    200   200         200       200     200   403
getTeam                 foreign  401       401      200       200    200   200         200       200     200   403
getTeam                 absent   401       401      404       404    404   404         404       404     404   403
updateTeam              own      401       401      403       403    409   403         403       403     409   403
updateTeam              foreign  401       401      403       403    403   409         403       403     409   403
updateTeam              absent   401       401      404       404    404   404         404       404     404   404
deleteTeam              own      401       401      403       403    403   403         403       403     409   403
deleteTeam              foreign  401       401      403       403    403   403         403       403     409   403
deleteTeam              absent   401       401      404       404    404   404         404       404     404   404
setMember               own      401       401      403       403    400   403         403       403     400   403
setMember               foreign  401       401      403       403    403   400         403       403     400   403
setMember               absent   401       401      404       404    404   404         404       404     404   404
removeMember            own      401       401      403       403    409   403         403       403     409   403
removeMember            foreign  401       401      403       403    403   409         403       403     409   403
removeMember            absent   401       401      404       404    404   404         404       404     404   404
addPrefix               own      401       401      403       403    403   403         403       403     409   403
addPrefix               foreign  401       401      403       403    403   403         403       403     409   403
addPrefix               absent   401       401      404       404    404   404         404       404     404   404
removePrefix            own      401       401      403       403    403   403         403       403     409   403
removePrefix            foreign  401       401      403       403    403   403         403       403     409   403
removePrefix            absent   401       401      404       404    404   404         404       404     404   404
`,
  calls: {
    listTeams: () => ({ path: "/teams" }),
    createTeam: () => ({ path: "/teams", body: { slug: "orders", name: "Orders again" } }),
    getTeam: ({ team }) => ({ path: `/teams/${team.slug}` }),
    updateTeam: ({ team }) => ({ path: `/teams/${team.slug}`, body: { name: "Other", version: NO_VERSION } }),
    deleteTeam: ({ team }) => ({ path: `/teams/${team.slug}` }),
    setMember: ({ team }) => ({
      path: `/teams/${team.slug}/members`,
      body: { userId: "00000000-0000-4000-8000-000000000000", role: "member" },
    }),
    removeMember: ({ team, owner }) => ({ path: `/teams/${team.slug}/members/${owner.id}` }),
    addPrefix: ({ team }) => ({ path: `/teams/${team.slug}/prefixes`, body: { prefix: "orders.deeper." } }),
    removePrefix: ({ team }) => ({ path: `/teams/${team.slug}/prefixes/${team.prefix}` }),
  },
};
