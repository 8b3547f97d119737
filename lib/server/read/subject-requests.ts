import type { SubjectView } from "#lib/contract/subjects";
import { type Connection, type Sql, sql } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import { requestsVisibleTo } from "./visible-to.ts";

/** Open requests about subjects, newest first, as far as an actor may see them. `where` is SQL over alias `r`. */
export async function openSubjectRequests(
  db: Connection,
  actor: Actor,
  where: Sql,
): Promise<SubjectView["openRequests"]> {
  const kinds = sql`('schema.register', 'subject.compatibility', 'subject.adopt', 'subject.revert', 'subject.delete')`;
  const rows = await db.$queryRaw<{ id: bigint; kind: string; state: string; name: string }[]>`
    SELECT r.id, r.kind, r.state, r.object_name AS name FROM requests r
    WHERE r.kind IN ${kinds} AND r.state IN ('submitted', 'approved') AND ${where} AND ${requestsVisibleTo(actor)}
    ORDER BY r.id DESC LIMIT 50`;
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}
