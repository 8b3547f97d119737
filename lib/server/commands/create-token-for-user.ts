import { CreateToken, LoginEmail } from "#lib/contract/users";
import { findAccount, LOCAL_ISSUER, lockUser } from "#lib/db/stores/users";
import { fail } from "#lib/domain/result";
import { defineCommand } from "../define-command.ts";
import { issueToken, withoutSecret } from "../tokens/issue-token.ts";

/** Makes an API token for somebody else: for operators, who have no account to sign in with. */
export const createTokenForUser = defineCommand({
  name: "create-token-for-user",
  permission: "token.create",
  input: CreateToken.extend({ login: LoginEmail }),
  async subject(db, { login }) {
    const account = await findAccount(db, LOCAL_ISSUER, login);
    const user = account && (await lockUser(db, account.userId));
    return user && { user, subject: { kind: "user", id: user.id, userId: user.id, visibility: "involved" } };
  },
  async handle({ db }, input, { user }) {
    if (user.disabled) return fail("conflict", `${user.name} is disabled; a token would not work.`);
    return issueToken(db, user, input);
  },
  replay: withoutSecret,
});
