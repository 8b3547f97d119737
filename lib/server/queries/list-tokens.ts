import { z } from "zod";
import type { Page } from "#lib/contract/common";
import type { TokenRow } from "#lib/contract/users";
import { tokensOf } from "#lib/db/stores/tokens";
import { ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { personOf } from "../person.ts";

/** The caller's own tokens, newest first; ended ones too, so that nobody wonders where one went. Never a secret or its hash. */
export const listTokens = defineQuery({
  name: "list-tokens",
  permission: "token.read",
  input: z.strictObject({}),
  async handle({ actor, db }) {
    const tokens = await tokensOf(db, personOf(actor));
    const items = tokens.map(({ createdAt, expiresAt, lastUsedAt, revokedAt, ...token }) => ({
      ...token,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
      revokedAt: revokedAt?.toISOString() ?? null,
    }));
    return ok<Page<TokenRow>>({ items, nextCursor: null });
  },
});
