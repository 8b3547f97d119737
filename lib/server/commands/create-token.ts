import { CreateToken } from "#lib/contract/users";
import { defineCommand } from "../define-command.ts";
import { issueToken, withoutSecret } from "../tokens/issue-token.ts";
import { selfSubject } from "../users/user-subject.ts";

/** Makes an API token for oneself. Its secret is in this one answer and nowhere else. */
export const createToken = defineCommand({
  name: "create-token",
  permission: "token.create",
  input: CreateToken,
  subject: selfSubject,
  handle: ({ db }, input, { user }) => issueToken(db, user, input),
  replay: withoutSecret,
});
