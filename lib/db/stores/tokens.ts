import type { Actor, Membership, PlatformRole } from "#lib/domain/actor";
import { Permission } from "#lib/domain/permission";
import { type Connection, prepared } from "../database.ts";
import { membershipsOfU } from "./memberships.ts";

type Row = {
  tokenId: string;
  permissions: string[];
  useIsStale: boolean;
  userId: string;
  name: string;
  platformRole: PlatformRole;
  memberships: Membership[];
};

/**
 * The person behind a token, with the token's permissions; null when it expired, was revoked, or its user was disabled.
 * `useIsStale` says that its last use was written down more than a minute ago.
 */
export async function actorOfToken(
  db: Connection,
  hash: string,
): Promise<{ actor: Actor; tokenId: string; useIsStale: boolean } | null> {
  const [row] = await db.$queryRaw<Row[]>`${prepared}
    SELECT k.id AS "tokenId", k.permissions, coalesce(k.last_used_at < now() - interval '1 minute', true) AS "useIsStale",
      u.id AS "userId", u.name, u.platform_role AS "platformRole", ${membershipsOfU} AS memberships
    FROM api_tokens k JOIN users u ON u.id = k.user_id
    WHERE k.token_hash = ${hash} AND k.revoked_at IS NULL AND k.expires_at > now() AND u.disabled_at IS NULL`;
  if (!row) return null;

  const { permissions, useIsStale, tokenId, ...person } = row;
  const tokenPermissions = permissions.flatMap((given) => Permission.safeParse(given).data ?? []);
  return { actor: { kind: "token", ...person, disabled: false, tokenPermissions, tokenId }, tokenId, useIsStale };
}

/** Writes down that a token was used, at most once a minute however many requests find it stale at once. */
export async function noteTokenUse(db: Connection, tokenId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE api_tokens SET last_used_at = now()
    WHERE id = ${tokenId}::uuid AND coalesce(last_used_at < now() - interval '1 minute', true)`;
}

export type NewToken = { userId: string; name: string; permissions: string[]; expiresInDays: number; hash: string };

/** Stores a token by its hash. */
export async function insertToken(db: Connection, token: NewToken): Promise<{ id: string; expiresAt: Date }> {
  const [row] = await db.$queryRaw<{ id: string; expiresAt: Date }[]>`
    INSERT INTO api_tokens (user_id, name, token_hash, permissions, expires_at)
    VALUES (${token.userId}::uuid, ${token.name}, ${token.hash}, ${token.permissions}::text[],
      now() + make_interval(days => ${token.expiresInDays}::int))
    RETURNING id, expires_at AS "expiresAt"`;
  if (!row) throw new Error("INSERT … RETURNING answered no row");
  return row;
}

export type LockedToken = { id: string; userId: string; name: string; revoked: boolean };

/** Locks a token. Null when there is none. */
export async function lockToken(db: Connection, id: string): Promise<LockedToken | null> {
  const [row] = await db.$queryRaw<LockedToken[]>`
    SELECT id, user_id AS "userId", name, revoked_at IS NOT NULL AS revoked FROM api_tokens WHERE id = ${id}::uuid FOR UPDATE`;
  return row ?? null;
}

/** Ends a token. */
export async function revokeTokenById(db: Connection, id: string): Promise<void> {
  await db.$executeRaw`UPDATE api_tokens SET revoked_at = now() WHERE id = ${id}::uuid AND revoked_at IS NULL`;
}

/** A person's newest hundred tokens. */
export async function tokensOf(db: Connection, userId: string) {
  return db.apiToken.findMany({
    where: { userId },
    omit: { tokenHash: true, userId: true },
    orderBy: { id: "desc" },
    take: 100,
  });
}
