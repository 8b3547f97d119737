import type { AclBinding } from "#lib/domain/acl-binding";
import type { Connection } from "../database.ts";

/** An approved removal of bindings that nobody granted. */
export type AclRemovalRow = {
  requestId: bigint;
  teamId: string;
  objectName: string;
  bindings: AclBinding[];
  state: "pending" | "blocked" | "done";
  message: string;
  attempt: number;
};

/** What is due on a cluster, longest due first. */
export async function findDueAclRemovals(db: Connection, cluster: string, limit: number): Promise<AclRemovalRow[]> {
  return db.$queryRaw`
    SELECT a.request_id AS "requestId", r.team_id AS "teamId", r.object_name AS "objectName", r.patch -> 'bindings' AS bindings, a.state,
      a.message, a.attempt
    FROM acl_removals a JOIN requests r ON r.id = a.request_id
    WHERE a.cluster_slug = ${cluster} AND a.due_at <= clock_timestamp() ORDER BY a.due_at, a.request_id LIMIT ${limit}::int`;
}

/** Those of these bindings that follow from a grant, or are about to: only the end of the grant removes them. */
export async function findManagedBindings(
  db: Connection,
  cluster: string,
  bindings: readonly AclBinding[],
): Promise<AclBinding[]> {
  return db.$queryRaw`
    SELECT r.* FROM jsonb_to_recordset(${JSON.stringify(bindings)}::jsonb) AS r(principal text, "resourceType" text, "patternType" text,
        "resourceName" text, operation text, "permissionType" text, host text)
    WHERE EXISTS (SELECT FROM principal_bindings b JOIN principals p ON p.id = b.principal_id
      WHERE b.cluster_slug = ${cluster} AND 'User:' || p.name = r.principal AND b.resource_type = r."resourceType"
        AND b.pattern_type = r."patternType" AND b.resource_name = r."resourceName" AND b.operation = r.operation
        AND b.permission_type = r."permissionType" AND b.host = r.host)`;
}

/** What became of one removal in one round. */
export type AclRemovalOutcome = {
  requestId: string;
  state: AclRemovalRow["state"];
  message: string;
  attempt: number;
  /** When to try again, in ms from now; null when nothing is left to do. */
  dueInMs: number | null;
};

/** Locks the requests of these removals; answers those that are still approved. */
export async function lockRemovalRequests(db: Connection, requestIds: readonly bigint[]): Promise<Set<bigint>> {
  const rows = await db.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM requests WHERE id = ANY(${[...requestIds]}::bigint[]) AND state = 'approved' ORDER BY id FOR NO KEY UPDATE`;
  return new Set(rows.map(({ id }) => id));
}

/** Writes what became of removals. */
export async function saveAclRemovals(db: Connection, outcomes: readonly AclRemovalOutcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  await db.$executeRaw`
    UPDATE acl_removals a SET state = o.state, message = o.message, attempt = o.attempt,
      state_since = CASE WHEN a.state = o.state THEN a.state_since ELSE clock_timestamp() END,
      verified_at = CASE WHEN o.state = 'done' THEN clock_timestamp() ELSE a.verified_at END,
      due_at = clock_timestamp() + o."dueInMs" * interval '1 ms'
    FROM jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) AS o("requestId" bigint, state text, message text, attempt int,
      "dueInMs" float8)
    WHERE a.request_id = o."requestId"`;
}
