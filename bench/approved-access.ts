import type { Pool } from "pg";
import type { AclBinding } from "#lib/domain/acl-binding";
import { bindingsOf, type GrantTerms } from "#lib/domain/grant";
import { principalOf } from "#lib/domain/principal-name";
import { CLUSTER } from "./approved-topics.ts";
import type { BenchStack } from "./stack.ts";

/** Applications and principals that measurements make begin so; each application has one principal of the same name. */
const OWN = "bench-own-";
let made = 0;

/** Makes applications with one principal each, which the worker still has to look at. @returns their names */
export async function makePrincipals(database: Pool, count: number): Promise<string[]> {
  const names = Array.from({ length: count }, () => {
    made += 1;
    return `${OWN}${process.pid}-${made}`;
  });
  await database.query(
    `WITH application AS (INSERT INTO applications (slug, name, team_id)
        SELECT name, name, (SELECT id FROM teams WHERE slug = 'orders') FROM unnest($1::text[]) AS name RETURNING *)
      INSERT INTO principals (application_id, cluster_slug, name, kind) SELECT id, $2, slug, 'external' FROM application`,
    [names, CLUSTER],
  );
  return names;
}

/** What is granted to whom. */
export type BenchGrant = { principal: string; topic: string };

/** Grants of two bindings each to topics that were never named before, handed out to these principals in turn. */
export function newGrants(count: number, principals: readonly string[]): BenchGrant[] {
  return Array.from({ length: count }, (_, index) => {
    made += 1;
    return { principal: principals[index % principals.length] ?? "", topic: `orders.bench-${process.pid}-${made}.v1` };
  });
}

/** The bindings that follow. */
export function bindingsFor(grants: readonly BenchGrant[]): AclBinding[] {
  return grants.flatMap(({ principal, topic }) => bindingsOf(termsOf(topic), principalOf(principal)));
}

function termsOf(resourceName: string): GrantTerms {
  const none = { consumerGroup: null, transactionalId: null, host: "*" as const };
  return { operation: "produce", patternType: "LITERAL", resourceName, ...none };
}

/**
 * Commits approved requests with their grants, as the last approval of each would have left them. The worker is not told.
 *
 * @returns the number of the request before the first of them
 */
export async function commitGrants(database: Pool, grants: readonly BenchGrant[]): Promise<bigint> {
  const { rows } = await database.query<{ first: string }>(
    `WITH asked AS MATERIALIZED (SELECT uuidv7() AS grant_id, principal, topic, p.application_id
        FROM jsonb_to_recordset($1::jsonb) AS a(principal text, topic text)
          JOIN principals p ON p.cluster_slug = $2 AND p.name = principal AND p.ended_at IS NULL),
      team AS (SELECT id FROM teams WHERE slug = 'orders'),
      person AS (SELECT user_id AS id FROM identities WHERE subject = 'orders-developer@example.test'),
      request AS (INSERT INTO requests (kind, cluster_slug, object_name, team_id, asking_team_id, requester_id, state, patch, reason, plan,
          fingerprint, violations, risk, slots, partitions, application_id, grant_id, lapses_at, decided_at)
        SELECT 'access.create', $2, topic, team.id, team.id, person.id, 'approved', '{}', 'measured', '{}', 'measured', '[]', 'normal', '[]',
          0, application_id, grant_id, now() + interval '30 days', now() FROM asked, team, person RETURNING *),
      granted AS (INSERT INTO grants (id, cluster_slug, application_id, team_id, operation, pattern_type, resource_name, purpose, expires_at,
          request_id)
        SELECT grant_id, $2, application_id, team_id, 'produce', 'LITERAL', object_name, 'measured', now() + interval '30 days', id
        FROM request)
    SELECT min(id) - 1 AS first FROM request`,
    [JSON.stringify(grants), CLUSTER],
  );
  return BigInt(rows[0]?.first ?? 0);
}

/** Lets all live grants of these principals end by the clock, this moment. The worker finds out by itself. */
export async function letGrantsExpire(database: Pool, principals: readonly string[]): Promise<void> {
  await database.query(
    `UPDATE grants SET expires_at = clock_timestamp() WHERE state <> 'ended'
      AND application_id IN (SELECT application_id FROM principals WHERE name = ANY($1))`,
    [principals],
  );
}

/** Deletes what these principals were given, on the broker and in the database; they themselves and the audit trail stay. */
export async function clearGrants({ kafka, database }: BenchStack, principals: readonly string[]): Promise<void> {
  await kafka.deleteAclsOf(principals.map(principalOf));
  const applications = "(SELECT application_id FROM principals WHERE name = ANY($1))";
  const grants = `(SELECT id FROM grants WHERE application_id IN ${applications})`;
  for (const text of [
    `DELETE FROM principal_bindings WHERE principal_id IN (SELECT id FROM principals WHERE name = ANY($1))`,
    `DELETE FROM acl_observations WHERE cluster_slug = '${CLUSTER}' AND principal IN (SELECT 'User:' || name FROM unnest($1::text[]) AS name)`,
    `DELETE FROM grant_status WHERE grant_id IN ${grants}`,
    `UPDATE requests SET grant_id = NULL WHERE grant_id IN ${grants}`,
    `DELETE FROM grants WHERE application_id IN ${applications}`,
    `DELETE FROM requests WHERE application_id IN ${applications}`,
  ])
    await database.query(text, [principals]);
}
