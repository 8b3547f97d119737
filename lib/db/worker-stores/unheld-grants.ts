import type { Connection } from "../database.ts";

export type UnheldGrant = { grantId: string; teamId: string; resource: string; status: string };

/**
 * Ended grants of applications that have no principal on the cluster (any more): nothing of them can be there, and no principal's round
 * would ever say so.
 */
export async function findUnheldGrants(db: Connection, cluster: string, limit: number): Promise<UnheldGrant[]> {
  return db.$queryRaw`
    SELECT g.id AS "grantId", g.team_id AS "teamId", g.resource_name AS resource, s.state AS status
    FROM grant_status s JOIN grants g ON g.id = s.grant_id
    WHERE s.cluster_slug = ${cluster} AND s.state <> 'removed' AND g.state = 'ended'
      AND NOT EXISTS (SELECT FROM principals p JOIN principal_status ps ON ps.principal_id = p.id
        WHERE p.application_id = g.application_id AND p.cluster_slug = g.cluster_slug AND ps.state <> 'ended')
    ORDER BY g.id LIMIT ${limit}::int`;
}
