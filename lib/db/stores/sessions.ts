import type { Actor, Membership, PlatformRole } from "#lib/domain/actor";
import { type Connection, prepared } from "../database.ts";
import { membershipsOfU } from "./memberships.ts";

type Row = { userId: string; name: string; platformRole: PlatformRole; memberships: Membership[] };

/** The person of a live session, as they are now; null when it ended or expired, or its user was disabled. */
export async function actorOfSession(db: Connection, sessionId: string): Promise<Actor | null> {
  const [row] = await db.$queryRaw<Row[]>`${prepared}
    SELECT u.id AS "userId", u.name, u.platform_role AS "platformRole", ${membershipsOfU} AS memberships
    FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.id = ${sessionId}::uuid AND s.ended_at IS NULL AND s.expires_at > now() AND u.disabled_at IS NULL`;
  return row ? { kind: "user", ...row, disabled: false, tokenPermissions: null, sessionId } : null;
}

/** Begins a session that ends `seconds` from now, whether it is used or not; answers its id. */
export async function beginSession(db: Connection, userId: string, seconds: number): Promise<string> {
  const [row] = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO sessions (user_id, expires_at) VALUES (${userId}::uuid, now() + make_interval(secs => ${seconds})) RETURNING id`;
  if (!row) throw new Error("INSERT … RETURNING answered no row");
  return row.id;
}

/** Ends one session; false when there was none to end. */
export async function endSession(db: Connection, sessionId: string): Promise<boolean> {
  const ended = await db.$executeRaw`
    UPDATE sessions SET ended_at = now() WHERE id = ${sessionId}::uuid AND ended_at IS NULL AND expires_at > now()`;
  return ended > 0;
}

/** Ends every live session of a person, except one where given; answers how many. */
export async function endSessionsOf(db: Connection, userId: string, exceptSession: string | null): Promise<number> {
  return db.$executeRaw`
    UPDATE sessions SET ended_at = now()
    WHERE user_id = ${userId}::uuid AND ended_at IS NULL AND expires_at > now() AND id IS DISTINCT FROM ${exceptSession}::uuid`;
}
