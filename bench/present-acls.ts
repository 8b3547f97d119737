import type { AclBinding } from "#lib/domain/acl-binding";
import { principalOf } from "#lib/domain/principal-name";
import { CLUSTER } from "./approved-topics.ts";
import type { BenchStack } from "./stack.ts";
import { untilCounted } from "./until-counted.ts";

const PREFIX = "bench-present-";
const BINDINGS_PER_PRINCIPAL = 100;
/** Topics that all of them share; each principal writes to fifty. */
const TOPICS = 10_000;
const CREATED_PER_CALL = 2_000;
const PRINCIPALS_DELETED_PER_CALL = 50;

/**
 * Fills a cluster with ACLs of managed principals that are all as they should be, and waits until the worker has seen them.
 *
 * @param count a multiple of one hundred
 */
export async function fillAcls(stack: BenchStack, count: number): Promise<void> {
  // A worker that sweeps meanwhile would take what comes and goes for a mass change.
  await stack.worker("stop");
  await createAndManage(stack, count);
  await stack.database.query("DELETE FROM acl_observations");
  await stack.worker("start");
  await untilSeen(stack, count);
}

async function createAndManage({ kafka, database }: BenchStack, count: number): Promise<void> {
  const names = Array.from({ length: count / BINDINGS_PER_PRINCIPAL }, (_, index) => `${PREFIX}${index}`);
  const bindings = names.flatMap(presentBindings);
  for (let start = 0; start < bindings.length; start += CREATED_PER_CALL)
    await kafka.createAcls(bindings.slice(start, start + CREATED_PER_CALL), CREATED_PER_CALL);

  await database.query(
    `WITH application AS (INSERT INTO applications (slug, name, team_id)
        SELECT name, name, (SELECT id FROM teams WHERE slug = 'orders') FROM unnest($1::text[]) AS name RETURNING *)
      INSERT INTO principals (application_id, cluster_slug, name, kind) SELECT id, $2, slug, 'external' FROM application`,
    [names, CLUSTER],
  );
  await database.query(
    `INSERT INTO principal_bindings (principal_id, cluster_slug, resource_type, pattern_type, resource_name, operation, permission_type, host,
        state, seen_at)
      SELECT p.id, $2, b."resourceType", b."patternType", b."resourceName", b.operation, b."permissionType", b.host, 'applied', now()
      FROM jsonb_to_recordset($1::jsonb) AS b(principal text, "resourceType" text, "patternType" text, "resourceName" text, operation text,
        "permissionType" text, host text) JOIN principals p ON p.cluster_slug = $2 AND 'User:' || p.name = b.principal`,
    [JSON.stringify(bindings), CLUSTER],
  );
  await database.query(
    `UPDATE principal_status s SET state = 'ready', observed_generation = p.generation, due_at = NULL, verified_at = now()
      FROM principals p WHERE p.id = s.principal_id AND p.name LIKE $1`,
    [`${PREFIX}%`],
  );
  await database.query("ANALYZE principals, principal_status, principal_bindings");
}

function presentBindings(name: string, index: number): AclBinding[] {
  return Array.from({ length: BINDINGS_PER_PRINCIPAL / 2 }, (_, topic) => {
    const number = (index * (BINDINGS_PER_PRINCIPAL / 2) + topic) % TOPICS;
    const binding = {
      principal: principalOf(name),
      resourceType: "TOPIC",
      resourceName: `orders.bench-present-${number}.v1`,
      patternType: "LITERAL",
      permissionType: "ALLOW",
      host: "*",
    } as const;
    return [
      { ...binding, operation: "WRITE" as const },
      { ...binding, operation: "DESCRIBE" as const },
    ];
  }).flat();
}

function untilSeen({ database }: BenchStack, count: number): Promise<void> {
  const text = "SELECT count(*)::int AS count FROM acl_observations WHERE principal LIKE $1";
  const values = [`${principalOf(PREFIX)}%`];
  return untilCounted(database, { text, values, count, what: "ACLs seen by the worker", everyMs: 500 });
}

/** Deletes what {@link fillAcls} made. */
export async function clearAcls(stack: BenchStack): Promise<void> {
  await stack.worker("stop");
  await deleteEverywhere(stack);
  await stack.worker("start");
}

async function deleteEverywhere({ kafka, database }: BenchStack): Promise<void> {
  const text = "SELECT name FROM principals WHERE name LIKE $1";
  const { rows } = await database.query<{ name: string }>(text, [`${PREFIX}%`]);
  const principals = rows.map(({ name }) => principalOf(name));
  for (let start = 0; start < principals.length; start += PRINCIPALS_DELETED_PER_CALL)
    await kafka.deleteAclsOf(principals.slice(start, start + PRINCIPALS_DELETED_PER_CALL));
  for (const statement of [
    "DELETE FROM principal_bindings WHERE principal_id IN (SELECT id FROM principals WHERE name LIKE $1)",
    "DELETE FROM principal_status WHERE principal_id IN (SELECT id FROM principals WHERE name LIKE $1)",
    "DELETE FROM principals WHERE name LIKE $1",
    "DELETE FROM applications WHERE slug LIKE $1",
    "DELETE FROM acl_observations WHERE principal LIKE 'User:' || $1",
  ])
    await database.query(statement, [`${PREFIX}%`]);
}
