import { DisableUser } from "#lib/contract/users";
import { teamsOwnedAlone } from "#lib/db/stores/memberships";
import { endSessionsOf } from "#lib/db/stores/sessions";
import { disableUserById, otherAdmins } from "#lib/db/stores/users";
import { defineCommand, succeed } from "../define-command.ts";
import { lastAdmin, lastOwner } from "../users/refusals.ts";
import { userRecord, userSubject } from "../users/user-subject.ts";

/** Shuts somebody out: sessions end at once and tokens stop working, but nothing of what they did goes away. */
export const disableUser = defineCommand({
  name: "disable-user",
  permission: "user.manage",
  input: DisableUser,
  subject: userSubject,
  async handle({ db }, _, { user }) {
    const answer = { id: user.id, disabled: true };
    if (user.disabled) return succeed(answer, { audit: [] });
    if (user.platformRole === "admin" && (await otherAdmins(db, user.id)) === 0) return lastAdmin(user.name);
    const alone = await teamsOwnedAlone(db, user.id);
    if (alone.length > 0) return lastOwner(user.name, alone);

    await disableUserById(db, user.id);
    const endedSessions = await endSessionsOf(db, user.id, null);
    const audit = {
      action: "user.disabled",
      ...userRecord(user),
      before: { disabled: false },
      after: { disabled: true, endedSessions },
    };
    return succeed(answer, { audit });
  },
});
