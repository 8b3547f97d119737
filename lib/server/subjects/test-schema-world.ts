import type { Database } from "#lib/db/database";
import { loadReferences } from "#lib/db/stores/observed-subjects";
import type { Actor } from "#lib/domain/actor";
import type { CompatibilityLevel } from "#lib/domain/compatibility";
import type { SchemaDefinition, SchemaReference, SchemaType } from "#lib/domain/schema";
import { parseSchema } from "#lib/schema/parse-schema";
import type { ParsedSchema } from "#lib/schema/parsed-schema";
import { createTestAccess, succeeded, type TestAccess } from "../access/test-access.ts";
import { approveRequest } from "../commands/approve-request.ts";
import { requestSchema } from "../commands/request-schema.ts";
import { runCommand } from "../run-command.ts";
import { avro } from "./test-subjects.ts";

/** The topic that the tests ask schemas for where they name none. */
const TOPIC = "orders.placed.v1";

const id = { name: "id", type: "string", doc: "The order." };
const total = { name: "total", type: "long", doc: "In cents." };
const note = { name: "note", type: "string", default: "", doc: "What the customer said." };
/** The first version, one that takes a field from readers, and one that only adds one. */
export const FIRST = avro("Placed", [id, total]);
export const WITHOUT_TOTAL = avro("Placed", [id]);
export const WITH_NOTE = avro("Placed", [id, total, note]);

/** Beside the people and topics of access: `local` has a registry, which was seen. */
export async function createSchemaWorld(db: Database): Promise<TestAccess> {
  const people = await createTestAccess(db);
  await db.cluster.update({ where: { slug: "local" }, data: { registryUrl: "http://127.0.0.1:8081" } });
  await db.registryStatus.create({ data: { clusterSlug: "local", condition: "reachable", seenAt: new Date() } });
  return people;
}

type Written = { schema: string; schemaType?: SchemaType; references?: SchemaReference[] };

function definitionOf(written: string | Written): SchemaDefinition {
  const { schema, schemaType = "AVRO", references = [] } = typeof written === "string" ? { schema: written } : written;
  return { schema, schemaType, references };
}

/** A schema as product and worker understand it; throws where it is not valid. */
export async function understood(db: Database, written: string | Written): Promise<ParsedSchema> {
  const definition = definitionOf(written);
  const read = parseSchema(definition, await loadReferences(db, "local", definition.references));
  if (!read.ok) throw new Error(read.problems[0]?.message);
  return read.value;
}

type Seen = {
  versions: (string | (Written & { deleted?: boolean }))[];
  level?: CompatibilityLevel;
};

/** Writes a subject as the worker's sweep sees it now, in place of what it saw before; with no version, as gone. */
export async function sees(db: Database, name: string, { versions, level = "BACKWARD" }: Seen): Promise<void> {
  const at = { clusterSlug: "local", name };
  await db.subjectVersionObservation.deleteMany({ where: at });
  await db.subjectObservation.deleteMany({ where: at });
  for (const [index, written] of versions.entries()) {
    const definition = definitionOf(written);
    const deleted = typeof written !== "string" && written.deleted === true;
    const schemaId = await schemaIdOf(db, definition);
    await db.subjectVersionObservation.create({ data: { ...at, version: index + 1, schemaId, deleted } });
  }
  const living = versions.flatMap((one, index) => (typeof one === "string" || !one.deleted ? [index + 1] : []));
  const latestVersion = living.at(-1);
  const { schemaType } = definitionOf(versions[(latestVersion ?? 1) - 1] ?? "");
  if (latestVersion === undefined) return;
  await db.subjectObservation.create({
    data: { ...at, compatibility: level, ownLevel: true, latestVersion, schemaType },
  });
}

/** The same schema has one id, as in a registry. */
async function schemaIdOf(db: Database, definition: SchemaDefinition): Promise<number> {
  const { schema, schemaType, references } = definition;
  const known = await db.schemaObservation.findFirst({ where: { clusterSlug: "local", schema, schemaType } });
  if (known) return known.schemaId;
  const schemaId = (await db.schemaObservation.count()) + 1;
  const { hash, fields, recordName } = await understood(db, definition);
  const at = { clusterSlug: "local", schemaId };
  await db.schemaObservation.create({
    data: { ...at, schemaType, schema, refs: references, hash, fields, recordName },
  });
  return schemaId;
}

type Said = {
  compatible: boolean;
  level?: CompatibilityLevel;
  messages?: string[];
  /** The version that it was asked about; the latest where absent. */
  baseVersion?: number;
};

/** Writes what the registry said about a schema, as the worker that asked it. */
export async function judges(db: Database, name: string, written: string | Written, said: Said): Promise<void> {
  const { compatible, level = "BACKWARD", messages = [] } = said;
  const { hash } = await understood(db, written);
  const where = { clusterSlug: "local", name };
  const baseVersion = said.baseVersion ?? (await db.subjectObservation.findFirstOrThrow({ where })).latestVersion;
  const data = { clusterSlug: "local", subject: name, hash, baseVersion, level, compatible, messages };
  const at = { clusterSlug_subject_hash: { clusterSlug: "local", subject: name, hash } };
  const judgedAt = new Date();
  await db.compatibilityVerdict.upsert({ where: at, create: { ...data, judgedAt }, update: { ...data, judgedAt } });
}

/** Writes that the worker did all that was desired of a subject: its versions have numbers in their order, and it is ready. */
export async function settles(db: Database, name: string): Promise<void> {
  await db.$executeRaw`
    UPDATE subject_version_status w SET registry_version = coalesce(w.registry_version, v.ordinal),
      state = CASE v.desired WHEN 'registered' THEN 'registered' WHEN 'deleted' THEN 'deleted' ELSE 'purged' END
    FROM subject_versions v JOIN subjects s ON s.id = v.subject_id WHERE v.id = w.version_id AND s.name = ${name}`;
  await db.$executeRaw`
    UPDATE subject_status w SET due_at = NULL, observed_generation = s.generation,
      state = CASE s.deletion WHEN 'soft' THEN 'deleted' WHEN 'permanent' THEN 'purged' ELSE 'ready' END
    FROM subjects s WHERE s.id = w.subject_id AND s.name = ${name}`;
}

/** Input of a request for a schema of {@link TOPIC}'s values. */
export function schemaInput(written: string | Written, more: object = {}) {
  return {
    cluster: "local",
    topic: TOPIC,
    part: "value",
    reason: "So that it can be read.",
    ...definitionOf(written),
    ...more,
  };
}

/** A request for a schema that is stored; throws with the refusal where it is not. */
export async function schemaAsked(db: Database, actor: Actor, written: string | Written, more: object = {}) {
  return succeeded(await runCommand(db, requestSchema, actor, schemaInput(written, more)));
}

/** A subject with these versions, asked for and approved by an owner of orders, registered and seen. */
export async function managedSubject(
  database: { owner: Database; web: Database },
  people: TestAccess,
  [first, ...later]: [string, ...string[]],
  { topic = TOPIC, level = "BACKWARD" }: { topic?: string; level?: CompatibilityLevel } = {},
): Promise<string> {
  const name = `${topic}-value`;
  const asked = await schemaAsked(database.web, people.member, first, { topic, compatibility: level });
  const input = { requestId: asked.id, fingerprint: asked.fingerprint };
  succeeded(await runCommand(database.web, approveRequest, people.owner, input));
  await settles(database.owner, name);
  await sees(database.owner, name, { versions: [first, ...later], level });
  return name;
}
