import { CreateUser } from "#lib/contract/users";
import { insertUser, LOCAL_ISSUER } from "#lib/db/stores/users";
import { hashPassword } from "../auth/password.ts";
import { defineCommand, succeed } from "../define-command.ts";
import { loginTaken } from "../users/refusals.ts";
import { userRecord } from "../users/user-subject.ts";

/** Makes a local account with a first password, which its owner changes under settings. */
export const createUser = defineCommand({
  name: "create-user",
  permission: "user.manage",
  input: CreateUser,
  subject: async () => ({ subject: { kind: "user", id: "new", visibility: "everyone-signed-in" } }),
  async handle({ db }, { password, ...user }) {
    const passwordHash = await hashPassword(password);
    const id = await insertUser(db, user, { issuer: LOCAL_ISSUER, subject: user.email, passwordHash });
    if (id === null) return loginTaken(user.email);

    const audit = { action: "user.created", ...userRecord({ id, name: user.name }), after: user };
    return succeed({ id, version: 1 }, { audit });
  },
});
