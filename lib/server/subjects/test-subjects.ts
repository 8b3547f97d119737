import type { Database } from "#lib/db/database";
import type { SchemaField } from "#lib/domain/schema";

/** An Avro record as its registry would hold it. */
export function avro(name: string, fields: object[]): string {
  return JSON.stringify({ type: "record", name, namespace: "example.orders", fields });
}

export const schemaField = (path: string, more: Partial<SchemaField> = {}): SchemaField => ({
  ...{ path, type: "string", required: true, default: null, doc: "", tags: [] },
  ...more,
});

type Seen = {
  /** Texts of its versions, from the first. */
  versions: { id: number; schema: string; refs?: object[]; fields?: SchemaField[]; deleted?: boolean }[];
  schemaType?: string;
  compatibility?: string;
};

/** Writes a subject as the worker would have seen it in the registry of `local`. */
export async function observeSubject(db: Database, name: string, seen: Seen): Promise<void> {
  const { versions, schemaType = "AVRO", compatibility = "BACKWARD" } = seen;
  const at = { clusterSlug: "local", name };
  await db.subjectObservation.create({
    data: { ...at, compatibility, ownLevel: false, latestVersion: versions.length, schemaType },
  });
  for (const [index, { id, schema, refs = [], fields = [], deleted = false }] of versions.entries()) {
    await db.subjectVersionObservation.create({ data: { ...at, version: index + 1, schemaId: id, deleted } });
    const row = { clusterSlug: "local", schemaId: id, schemaType, schema, refs, fields, hash: `hash-${id}` };
    await db.schemaObservation.upsert({
      where: { clusterSlug_schemaId: { clusterSlug: "local", schemaId: id } },
      create: { ...row, recordName: "example.orders.Placed" },
      update: {},
    });
  }
  const fields = versions.at(-1)?.fields ?? [];
  await db.subjectField.createMany({
    data: fields.map(({ path, type, doc, tags }, position) => ({ ...at, position, path, type, doc, tags })),
  });
}

type Managed = {
  teamId: string;
  topic?: string | null;
  part?: "key" | "value" | null;
  state?: string;
  schemaType?: string;
};

/** Writes a managed subject of `local` with its status; answers its id. */
export async function manageSubject(db: Database, name: string, managed: Managed): Promise<string> {
  const { teamId, topic = null, part = null, state = "ready", schemaType = "AVRO" } = managed;
  const strategy = topic === null ? "RecordNameStrategy" : "TopicNameStrategy";
  const place = { clusterSlug: "local", name, teamId, topicName: topic, part, strategy };
  const { id } = await db.registrySubject.create({ data: { ...place, schemaType, compatibility: "FULL" } });
  await db.subjectStatus.update({ where: { subjectId: id }, data: { state, dueAt: null } });
  return id;
}
