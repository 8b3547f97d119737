import { ChangePassword } from "#lib/contract/users";
import { endSessionsOf } from "#lib/db/stores/sessions";
import { localPassword, savePassword } from "#lib/db/stores/users";
import { fail } from "#lib/domain/result";
import { hashPassword, passwordMatches } from "../auth/password.ts";
import { getThrottles } from "../auth/throttles.ts";
import { defineCommand, refuseAndKeep, succeed } from "../define-command.ts";
import { selfSubject, userRecord } from "../users/user-subject.ts";

/** Changes one's own password, given the current one, and ends every other session: whoever else had the old one is out. */
export const changePassword = defineCommand({
  name: "change-password",
  permission: "settings.update",
  input: ChangePassword,
  subject: selfSubject,
  async handle({ actor, db }, { current, next }, { user }) {
    const stored = await localPassword(db, user.id);
    if (stored === null) return fail("conflict", "You sign in through your organisation; your password is kept there.");
    // The session may be stolen, so guesses are counted here as they are at sign-in.
    const { account } = getThrottles();
    const taken = await account.take(user.id);
    if (!taken.ok) {
      return fail(
        "rate_limited",
        `Too many attempts. Try again in ${Math.ceil(taken.retryAfterSeconds / 60)} minutes.`,
      );
    }
    if (!(await passwordMatches(stored, current))) {
      const errors = [{ path: "current", message: "is not your current password" }];
      const { failure } = fail("invalid_input", "That is not your current password.", { errors });
      return refuseAndKeep(failure, { action: "user.password-change-failed", ...userRecord(user) });
    }

    await account.reset(user.id);
    await savePassword(db, user.id, await hashPassword(next));
    const endedSessions = await endSessionsOf(db, user.id, actor.sessionId ?? null);
    return succeed(
      { endedSessions },
      { audit: { action: "user.password-changed", ...userRecord(user), after: { endedSessions } } },
    );
  },
});
