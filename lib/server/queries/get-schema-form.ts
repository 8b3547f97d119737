import { GetSchemaForm, type SchemaForm } from "#lib/contract/schema-requests";
import type { Database } from "#lib/db/database";
import { findObservedSubject } from "#lib/db/stores/observed-subjects";
import { currentPolicies } from "#lib/db/stores/policies";
import { findSubject } from "#lib/db/stores/subjects";
import type { Actor } from "#lib/domain/actor";
import { ok } from "#lib/domain/result";
import { SCHEMA_TYPES, type SchemaType } from "#lib/domain/schema";
import { describeSchemaLimits } from "#lib/policy/schema";
import { schemaTemplate } from "#lib/schema/schema-template";
import { defineQuery } from "../define-query.ts";
import { teamsOf } from "../read/visible-to.ts";

/** Topics offered in the form; any other may be typed. */
const OFFERED = 500;

/** Everything that the form for a schema needs before the first keystroke. */
export const getSchemaForm = defineQuery({
  name: "get-schema-form",
  permission: "schema.request",
  input: GetSchemaForm,
  async handle({ actor, db }, { cluster: wanted, topic = null, part = "value", subject }) {
    const [clusters, teams] = await Promise.all([clustersWithRegistry(db), teamsWithPrefixes(db, actor)]);
    const cluster =
      clusters.find(({ slug }) => slug === wanted) ?? clusters.find(({ registry }) => registry) ?? clusters[0];
    const slug = cluster?.slug ?? null;
    const name = subject ?? (topic === null ? null : `${topic}-${part}`);
    const managed = slug !== null && name !== null ? await findSubject(db, slug, name) : null;
    const place = managed?.place ?? { strategy: "TopicNameStrategy" as const, topic, part };
    const policies = await currentPolicies(db);
    const team = managed?.team ?? teams[0];
    return ok<SchemaForm>({
      clusters: clusters.map(({ slug: one, name: title, tier, registry }) => ({
        slug: one,
        name: title,
        tier,
        registry,
      })),
      cluster: slug,
      teams,
      topics: slug === null ? [] : await topicsOf(db, actor, slug),
      topic: place.topic,
      part: place.part ?? part,
      strategy: place.strategy,
      latest: slug !== null && name !== null ? await latestOf(db, slug, name, managed?.compatibility ?? null) : null,
      templates: templatesFor(topic ?? "orders.order-placed.v1"),
      limits: cluster && team ? describeSchemaLimits(policies, { cluster, team, name }) : [],
    });
  },
});

async function latestOf(
  db: Database,
  cluster: string,
  name: string,
  level: NonNullable<SchemaForm["latest"]>["compatibility"] | null,
): Promise<SchemaForm["latest"]> {
  const observed = await findObservedSubject(db, cluster, name);
  if (!observed) return null;
  const { version, definition } = observed.latest;
  return { version, definition, compatibility: level ?? observed.compatibility };
}

/** A starting point of each type, its record named after the topic: `orders.order-placed.v1` → `orders.OrderPlaced`. */
function templatesFor(topic: string): SchemaForm["templates"] {
  const [namespace = "example", ...rest] = topic.split(".").filter((word) => !/^v\d+$/.test(word));
  const words = (rest.join("-") || namespace).split(/[^a-zA-Z0-9]+/).filter((word) => word !== "");
  const record = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  const name = `${namespace.replaceAll(/[^a-zA-Z0-9_]/g, "_")}.${record}`;
  return Object.fromEntries(SCHEMA_TYPES.map((type) => [type, schemaTemplate(type, name)])) as Record<
    SchemaType,
    string
  >;
}

type ClusterRow = SchemaForm["clusters"][number] & { tier: "development" | "test" | "production" };

function clustersWithRegistry(db: Database): Promise<ClusterRow[]> {
  return db.$queryRaw`
    SELECT slug, name, tier, registry_url IS NOT NULL AS registry FROM clusters WHERE detached_at IS NULL ORDER BY slug`;
}

function teamsWithPrefixes(db: Database, actor: Actor): Promise<SchemaForm["teams"]> {
  return db.$queryRaw`
    SELECT t.id, t.slug, t.name, ARRAY(SELECT prefix FROM team_prefixes p WHERE p.team_id = t.id ORDER BY 1) AS prefixes
    FROM teams t WHERE t.id = ANY (${teamsOf(actor)}::uuid[]) ORDER BY t.name`;
}

async function topicsOf(db: Database, actor: Actor, cluster: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM topics WHERE cluster_slug = ${cluster} AND team_id = ANY (${teamsOf(actor)}::uuid[]) ORDER BY name LIMIT ${OFFERED}`;
  return rows.map(({ name }) => name);
}
