import type { DecidedRequest } from "#lib/domain/request-decided-notice";
import type { Connection } from "../database.ts";

/** What a notice of these requests has to know. */
export async function findDecidedRequests(db: Connection, ids: readonly bigint[]): Promise<DecidedRequest[]> {
  const rows = await db.$queryRaw<(Omit<DecidedRequest, "id"> & { id: bigint })[]>`
    SELECT id, kind, object_name AS name, cluster_slug AS cluster, jsonb_build_object('id', requester_id) AS requester,
      jsonb_build_object('id', team_id) AS team, jsonb_build_object('id', asking_team_id) AS "askingTeam"
    FROM requests WHERE id = ANY(${[...ids]}::bigint[]) ORDER BY id`;
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}
