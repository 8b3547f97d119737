import type { ApplicationSeen } from "#lib/contract/applications";
import { type Database, type Sql, sql } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import type { RequestState } from "#lib/domain/request";
import type { RequestKind } from "#lib/domain/request-kind";
import { openRequests, requestsVisibleTo } from "../read/visible-to.ts";

/** What was asked for an application and is not done, newest first, as far as this person may see it; `where` is over alias `r`. */
export async function openRequestsOf(
  db: Database,
  actor: Actor,
  applicationId: string,
  where: Sql = sql`true`,
): Promise<ApplicationSeen["openRequests"]> {
  const rows = await db.$queryRaw<{ id: bigint; kind: RequestKind; state: RequestState; name: string }[]>`
    SELECT r.id, r.kind, r.state, r.object_name AS name FROM requests r
    WHERE r.application_id = ${applicationId}::uuid AND ${openRequests} AND ${where} AND ${requestsVisibleTo(actor)}
    ORDER BY r.id DESC LIMIT 100`;
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}
