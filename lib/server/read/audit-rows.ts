import type { AuditRow } from "#lib/contract/platform";
import type { Database, Sql } from "#lib/db/database";

type Row = {
  number: bigint;
  at: Date;
  actorKind: string;
  actorId: string | null;
  actorName: string;
  action: string;
  objectKind: string;
  objectId: string;
  objectName: string;
  requestId: bigint | null;
  before: unknown;
  after: unknown;
  reason: string | null;
  previousHash: string;
  hash: string;
};

/** Reads audit events, newest first. `where` is SQL over alias `a`. */
export async function readAudit(db: Database, where: Sql, limit: number): Promise<AuditRow[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT a.number, a.at, a.actor_kind AS "actorKind", a.actor_id AS "actorId", a.actor_name AS "actorName", a.action,
      a.object_kind AS "objectKind", a.object_id AS "objectId", a.object_name AS "objectName", a.request_id AS "requestId",
      a.before, a.after, a.reason, a.previous_hash AS "previousHash", a.hash
    FROM audit_events a WHERE ${where} ORDER BY a.number DESC LIMIT ${limit}`;
  return rows.map(({ actorKind, actorId, actorName, objectKind, objectId, objectName, ...row }) => ({
    ...row,
    number: row.number.toString(),
    at: row.at.toISOString(),
    requestId: row.requestId === null ? null : Number(row.requestId),
    actor: { kind: actorKind, id: actorId, name: actorName },
    object: { kind: objectKind, id: objectId, name: objectName },
  }));
}
