import type { Actor, Membership, PlatformRole } from "#lib/domain/actor";
import type { Connection } from "../database.ts";
import { membershipsOfU } from "./memberships.ts";

type Row = { name: string; platformRole: PlatformRole; memberships: Membership[] };

/**
 * An actor as they are at this moment, who counts as disabled when the account, the session or the token has ended since it was read. Call it
 * with the locks on what they want to act on, so that who lost a right while this transaction waited has lost it.
 */
export async function actorNow(db: Connection, actor: Actor): Promise<Actor> {
  if (actor.userId === null) return actor;

  const { userId, sessionId = null, tokenId = null } = actor;
  const [row] = await db.$queryRaw<Row[]>`
    SELECT u.name, u.platform_role AS "platformRole", ${membershipsOfU} AS memberships
    FROM users u WHERE u.id = ${userId}::uuid AND u.disabled_at IS NULL
      AND (${sessionId}::uuid IS NULL OR EXISTS (
        SELECT FROM sessions s WHERE s.id = ${sessionId}::uuid AND s.ended_at IS NULL AND s.expires_at > now()))
      AND (${tokenId}::uuid IS NULL OR EXISTS (
        SELECT FROM api_tokens k WHERE k.id = ${tokenId}::uuid AND k.revoked_at IS NULL AND k.expires_at > now()))`;
  return row ? { ...actor, ...row } : { ...actor, disabled: true };
}
