import { type AuditRow, ListAudit } from "#lib/contract/platform";
import { join, type Sql, sql } from "#lib/db/database";
import { ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { readAudit } from "../read/audit-rows.ts";
import { decodeCursor, pageFrom } from "../read/cursor.ts";

/** The audit trail, newest first, for platform admins and auditors. */
export const listAudit = defineQuery({
  name: "list-audit",
  permission: "audit.read",
  subject: { kind: "audit", id: "trail", visibility: "everyone-signed-in" },
  input: ListAudit,
  async handle({ db }, { subject, actor, action, from, to, cursor, limit }) {
    const place = decodeCursor(cursor, ["string"] as const);
    if (!place.ok) return place;

    const conditions: Sql[] = [sql`true`];
    if (subject) conditions.push(subjectCondition(subject));
    if (actor) conditions.push(sql`(a.actor_id = ${actor} OR a.actor_name = ${actor})`);
    if (action) conditions.push(sql`a.action = ${action}`);
    if (from) conditions.push(sql`a.at >= ${from}::timestamptz`);
    if (to) conditions.push(sql`a.at < ${to}::timestamptz`);
    if (place.value) conditions.push(sql`a.number < ${BigInt(/^\d{1,18}$/.test(place.value[0]) ? place.value[0] : 0)}`);

    const rows = await readAudit(db, join(conditions, " AND "), limit + 1);
    return ok(
      pageFrom(
        rows,
        limit,
        (row): AuditRow => row,
        (row) => [row.number],
      ),
    );
  },
});

function subjectCondition(subject: string): Sql {
  const [, kind, id] = /^([a-z-]+):(.+)$/.exec(subject) ?? [];
  if (kind === "request" && id && /^\d{1,15}$/.test(id)) return sql`a.request_id = ${Number(id)}`;
  if (kind && id) return sql`(a.object_kind = ${kind} AND a.object_id = ${id})`;
  return sql`(a.object_name = ${subject} OR a.object_id = ${subject})`;
}
