import { CompleteSetup } from "#lib/contract/users";
import { completeInstallation, lockOpenInstallation } from "#lib/db/stores/installation";
import { insertUser, LOCAL_ISSUER } from "#lib/db/stores/users";
import { fail } from "#lib/domain/result";
import { hashPassword } from "../auth/password.ts";
import { defineCommand, refuseAndKeep, succeed } from "../define-command.ts";
import { setupCodeMatches } from "../setup/setup-code.ts";
import { loginTaken } from "../users/refusals.ts";

const INSTALLATION = { kind: "installation", id: "1", name: "Headgate" };

/**
 * Makes the first admin of an empty installation, once. The code from the server's log is the permission: the only adapter runs this
 * as the system. Under the lock on the installation, so that of many posts one wins and the others find the setup closed.
 */
export const completeSetup = defineCommand({
  name: "complete-setup",
  permission: "user.manage",
  input: CompleteSetup,
  async subject(db) {
    const installation = await lockOpenInstallation(db);
    return installation && { installation, subject: { kind: "installation", id: "1", visibility: "involved" } };
  },
  async handle({ db }, { code, name, email, password }, { installation }) {
    if (!setupCodeMatches(code, installation.setupCodeHash)) {
      const message = "is not the code in the server's log; each start prints a new one";
      const { failure } = fail("invalid_input", "That is not the setup code.", { errors: [{ path: "code", message }] });
      return refuseAndKeep(failure, { action: "installation.setup-failed", object: INSTALLATION });
    }

    const user = { name, email, platformRole: "admin" as const };
    const passwordHash = await hashPassword(password);
    const id = await insertUser(db, user, { issuer: LOCAL_ISSUER, subject: email, passwordHash });
    if (id === null) return loginTaken(email);
    await completeInstallation(db);

    return succeed(
      { userId: id },
      {
        audit: [
          { action: "user.created", object: { kind: "user", id, name }, after: user },
          {
            action: "installation.completed",
            object: INSTALLATION,
            after: { admin: id },
          },
        ],
      },
    );
  },
});
