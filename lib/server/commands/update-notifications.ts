import { UpdateNotifications } from "#lib/contract/notifications";
import { notificationChoiceOf, saveNotificationChoice } from "#lib/db/stores/notification-settings";
import { defineCommand, succeed } from "../define-command.ts";
import { selfSubject, userRecord } from "../users/user-subject.ts";

/** Keeps what somebody wants to be told by mail. */
export const updateNotifications = defineCommand({
  name: "update-notifications",
  permission: "settings.update",
  input: UpdateNotifications,
  subject: selfSubject,
  async handle({ db }, { mail, muted: given }, { user }) {
    const before = await notificationChoiceOf(db, user.id);
    const after = { mail, muted: [...new Set(given)].sort() };
    const answer = { ...after, address: user.email };
    if (before.mail === mail && before.muted.join() === after.muted.join()) return succeed(answer, { audit: [] });

    await saveNotificationChoice(db, user.id, after);
    return succeed(answer, { audit: { action: "user.notifications-changed", ...userRecord(user), before, after } });
  },
});
