import { EnableUser } from "#lib/contract/users";
import { enableUserById } from "#lib/db/stores/users";
import { defineCommand, succeed } from "../define-command.ts";
import { userRecord, userSubject } from "../users/user-subject.ts";

/** Lets somebody in again. Their sessions stay ended; they sign in anew. */
export const enableUser = defineCommand({
  name: "enable-user",
  permission: "user.manage",
  input: EnableUser,
  subject: userSubject,
  async handle({ db }, _, { user }) {
    const answer = { id: user.id, disabled: false };
    if (!user.disabled) return succeed(answer, { audit: [] });

    await enableUserById(db, user.id);
    const audit = {
      action: "user.enabled",
      ...userRecord(user),
      before: { disabled: true },
      after: { disabled: false },
    };
    return succeed(answer, { audit });
  },
});
