import { RevokeToken } from "#lib/contract/users";
import { lockToken, revokeTokenById } from "#lib/db/stores/tokens";
import { defineCommand, succeed } from "../define-command.ts";

/** Ends a token from the next request on. */
export const revokeToken = defineCommand({
  name: "revoke-token",
  permission: "token.revoke",
  input: RevokeToken,
  async subject(db, { tokenId }) {
    const token = await lockToken(db, tokenId);
    return token && { token, subject: { kind: "token", id: token.id, userId: token.userId, visibility: "involved" } };
  },
  async handle({ db }, _, { token }) {
    const answer = { id: token.id, revoked: true };
    if (token.revoked) return succeed(answer, { audit: [] });

    await revokeTokenById(db, token.id);
    const object = { kind: "token", id: token.id, name: token.name };
    const audit = {
      action: "token.revoked",
      object,
      before: { revoked: false },
      after: { revoked: true, userId: token.userId },
    };
    return succeed(answer, { audit });
  },
});
