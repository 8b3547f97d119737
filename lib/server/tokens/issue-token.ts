import type { z } from "zod";
import type { CreateToken, TokenCreated } from "#lib/contract/users";
import type { Connection } from "#lib/db/database";
import { insertToken } from "#lib/db/stores/tokens";
import type { User } from "#lib/db/stores/users";
import { hashToken, newTokenSecret } from "../auth/token-secret.ts";
import { succeed } from "../define-command.ts";

/** Makes a token for a person and answers its secret, this once. */
export async function issueToken(db: Connection, user: User, input: z.output<typeof CreateToken>) {
  const { name, permissions: given, expiresInDays } = input;
  const permissions = [...new Set(given)].sort();
  const secret = newTokenSecret();
  const token = { userId: user.id, name, permissions, expiresInDays, hash: hashToken(secret) };
  const { id, expiresAt } = await insertToken(db, token);

  const value: TokenCreated = { id, token: secret, secretShown: false, expiresAt: expiresAt.toISOString() };
  const after = { name, permissions, expiresAt: value.expiresAt, userId: user.id, user: user.name };
  return succeed(value, { audit: { action: "token.created", object: { kind: "token", id, name }, after } });
}

/** What a repeated call answers: the token was shown, and nobody kept it. */
export function withoutSecret(created: TokenCreated): TokenCreated {
  return { ...created, token: null, secretShown: true };
}
