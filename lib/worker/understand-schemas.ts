import { findSeenSchema, type StoredSchema } from "#lib/db/worker-stores/subject-observations";
import type { SchemaDefinition, SchemaReference } from "#lib/domain/schema";
import { type RegisteredVersion, RegistryCallFailed } from "#lib/registry/subject-registry";
import { parseSchema } from "#lib/schema/parse-schema";
import { isRegistryAway } from "./registry-away.ts";
import type { RegistrySession } from "./registry-session.ts";

/** Schemas that one schema may use, directly or not, before it is called too entangled to be understood. */
const MOST_REFERENCES = 100;

/** Where schemas come from that others refer to. */
type SchemaSources = Pick<RegistrySession, "db" | "slug" | "registry">;

type Definitions = Map<string, SchemaDefinition>;

/**
 * What texts that were just read mean, to be stored: hash, record name, fields, or why they cannot be understood. Schemas that they refer to are
 * looked up among the stored ones, and else in the registry.
 * @throws RegistryCallFailed when the registry is away
 */
export async function understandSchemas(
  session: SchemaSources,
  texts: readonly RegisteredVersion[],
): Promise<StoredSchema[]> {
  const definitions: Definitions = new Map(texts.map((text) => [keyOf(text), text]));
  const understood = new Map<number, StoredSchema>();
  for (const text of texts) {
    if (understood.has(text.id)) continue;
    await gather(session, text.references, definitions);
    understood.set(text.id, understand(text, definitions));
  }
  return [...understood.values()];
}

function understand(text: RegisteredVersion, definitions: Definitions): StoredSchema {
  const { id, schemaType, schema, references } = text;
  const reading = parseSchema(
    { schemaType, schema, references },
    (reference) => definitions.get(keyOf(reference)) ?? null,
  );
  const stored = { schemaId: id, schemaType, schema, refs: references };
  if (!reading.ok) {
    const problem = reading.problems.map(({ message }) => message).join("; ");
    return { ...stored, hash: null, recordName: null, fields: null, problem: problem.slice(0, 2_000) };
  }
  const { hash, recordName, fields } = reading.value;
  return { ...stored, hash, recordName, fields, problem: null };
}

/** Adds what is referred to, directly or not; what cannot be found is left out, and named as the problem when the schema is read. */
async function gather(
  session: SchemaSources,
  references: readonly SchemaReference[],
  definitions: Definitions,
): Promise<void> {
  const waiting = [...references];
  const asked = new Set<string>();
  for (let next = waiting.shift(); next && asked.size < MOST_REFERENCES; next = waiting.shift()) {
    const key = keyOf(next);
    if (asked.has(key)) continue;
    asked.add(key);
    const definition = definitions.get(key) ?? (await lookUp(session, next));
    if (!definition) continue;
    definitions.set(key, definition);
    waiting.push(...definition.references);
  }
}

async function lookUp(session: SchemaSources, reference: SchemaReference): Promise<SchemaDefinition | null> {
  const stored = await findSeenSchema(session.db, session.slug, reference);
  if (stored) return { schemaType: stored.schemaType, schema: stored.schema, references: stored.refs };

  try {
    const answer = await session.registry.readVersion(reference.subject, reference.version);
    return answer.ok ? answer.value : null;
  } catch (error) {
    if (!(error instanceof RegistryCallFailed) || (await isRegistryAway(session.registry, error))) throw error;
    return null;
  }
}

function keyOf({ subject, version }: Pick<SchemaReference, "subject" | "version">): string {
  return `${version} ${subject}`;
}
