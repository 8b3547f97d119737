import type { Connection } from "../database.ts";
import type { Dependent } from "./requests.ts";

/**
 * Undecided requests about a topic, other than the one that ends it, locked in order: those of the topic itself, those for access by its name, and
 * those for a later end of such access. Call it with the grants on the topic locked.
 */
export async function lockRequestsOfTopic(
  db: Connection,
  { topicId, cluster, name }: { topicId: string; cluster: string; name: string },
  exceptRequest: number,
): Promise<Dependent[]> {
  const rows = await db.$queryRaw<(Omit<Dependent, "id"> & { id: bigint })[]>`
    SELECT r.id, r.kind, r.object_name AS name, r.cluster_slug AS cluster, jsonb_build_object('id', r.requester_id) AS requester,
      jsonb_build_object('id', r.team_id) AS team, jsonb_build_object('id', r.asking_team_id) AS "askingTeam"
    FROM requests r WHERE r.state = 'submitted' AND r.id <> ${exceptRequest} AND (
      r.topic_id = ${topicId}::uuid
      OR (r.kind = 'access.create' AND r.cluster_slug = ${cluster} AND r.object_name = ${name} AND r.patch #>> '{terms,patternType}' = 'LITERAL')
      OR (r.kind = 'access.renew' AND EXISTS (SELECT FROM grants g
        WHERE g.id = r.grant_id AND g.cluster_slug = ${cluster} AND g.pattern_type = 'LITERAL' AND g.resource_name = ${name})))
    ORDER BY r.id FOR UPDATE`;
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}
