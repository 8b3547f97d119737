import type { Area } from "./area.ts";

/** One's own settings are for sessions only: no token changes what its person is told. */
export const NOTIFICATIONS: Area = {
  table: `
operation               target   anonymous disabled requester member owner other-owner ex-member auditor admin poor-token
getNotifications        -        401       401      200       200    200   200         200       200     200   403
updateNotifications     -        401       401      200       200    200   200         200       200     200   403
listWebhooks            own      401       401      403       403    200   403         403       403     200   403
listWebhooks            foreign  401       401      403       403    403   200         403       403     200   403
listWebhooks            absent   401       401      404       404    404   404         404       404     404   403
createWebhook           own      401       401      403       403    201   403         403       403     201   403
createWebhook           foreign  401       401      403       403    403   201         403       403     201   403
createWebhook           absent   401       401      404       404    404   404         404       404     404   404
deleteWebhook           own      401       401      403       403    204   404         404       403     204   403
deleteWebhook           foreign  401       401      404       404    404   204         404       403     204   404
deleteWebhook           absent   401       401      404       404    404   404         404       404     404   404
`,
  calls: {
    getNotifications: () => ({ path: "/notifications" }),
    updateNotifications: () => ({ path: "/notifications", body: { mail: true, muted: [] } }),
    listWebhooks: ({ team }) => ({ path: `/webhooks?team=${team.slug}` }),
    createWebhook: ({ team }) => ({
      path: "/webhooks",
      body: { team: team.slug, url: "https://hooks.example.test/", kinds: ["request-waiting"] },
    }),
    deleteWebhook: ({ deletedWebhook }) => ({ path: `/webhooks/${deletedWebhook}` }),
  },
};
