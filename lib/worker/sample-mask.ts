import { findSchemaFields, findTopicFields } from "#lib/db/worker-stores/sensitive-fields";
import { isSensitive, type SchemaDefinition, type SchemaField } from "#lib/domain/schema";
import type { DecodedRecord } from "#lib/registry/record-decoder";
import { maskNamed, maskSensitive } from "#lib/schema/mask-sensitive";
import type { ProbeSession } from "./probe-session.ts";
import { understandSchemas } from "./understand-schemas.ts";

/** One side of a record as people get to see it. */
export type ShownPayload =
  | { kind: "decoded"; schemaId: number; value: unknown }
  | { kind: "bytes"; base64: string; reason: string }
  | Exclude<DecodedRecord, { kind: "decoded" | "bytes" }>;

/** Takes out of one side of a record what nobody may see; `masked` are the paths of the fields. */
export type Mask = (decoded: DecodedRecord) => Promise<{ payload: ShownPayload; masked: string[] }>;

const NOT_UNDERSTOOD =
  "Withheld: its schema could not be understood, so nobody can say which of its fields are sensitive.";
const TOPIC_NOT_UNDERSTOOD =
  "Withheld: a schema of the topic could not be understood, so nobody can say what of this is sensitive.";
const NOT_TAKEN_APART =
  "Withheld: the topic's schema has sensitive fields, and this could not be taken apart to leave them out.";

/**
 * What masks the keys or values of one topic. By the record's own schema where it names one, else by the topic's: and where sensitive fields cannot
 * be told from others, nothing is shown.
 */
export async function openMask(session: ProbeSession, topic: string, part: "key" | "value"): Promise<Mask> {
  const topicFields = await findTopicFields(session.db, session.slug, topic, part);
  const sensitive = (topicFields ?? []).filter(isSensitive).map(({ path }) => path);
  const bySchema = new Map<number, Promise<SchemaField[] | null>>();

  return async (decoded) => {
    switch (decoded.kind) {
      case "null":
        return { payload: decoded, masked: [] };
      case "decoded": {
        const { schemaId, definition, value } = decoded;
        const fields = bySchema.get(schemaId) ?? fieldsOf(session, schemaId, definition);
        bySchema.set(schemaId, fields);
        const known = await fields;
        if (!known) return withheld(NOT_UNDERSTOOD);
        const shown = maskSensitive(value, known);
        return { payload: { kind: "decoded", schemaId, value: shown.value }, masked: shown.masked };
      }
      case "json": {
        if (!topicFields) return withheld(TOPIC_NOT_UNDERSTOOD);
        const byPath = maskSensitive(decoded.value, topicFields);
        const shown = maskNamed(byPath.value, topicFields);
        const masked = [...new Set([...byPath.masked, ...shown.masked])].toSorted();
        return { payload: { kind: "json", value: shown.value }, masked };
      }
      case "text":
      case "bytes": {
        if (!topicFields) return withheld(TOPIC_NOT_UNDERSTOOD);
        if (sensitive.length > 0) return withheld(NOT_TAKEN_APART, sensitive);
        if (decoded.kind === "text") return { payload: decoded, masked: [] };
        const { base64, reason, definition } = decoded;
        if (definition && mayTag(definition)) return withheld(NOT_TAKEN_APART);
        return { payload: { kind: "bytes", base64, reason }, masked: [] };
      }
    }
  };
}

function withheld(reason: string, masked: string[] = []): { payload: ShownPayload; masked: string[] } {
  return { payload: { kind: "bytes", base64: "", reason }, masked };
}

/** Whether a schema may call anything sensitive, in whichever of its types: of another message than the first, the fields are not known. */
function mayTag({ schema, references }: SchemaDefinition): boolean {
  return references.length > 0 || schema.includes("tags");
}

/** The fields of a schema, read from its text where no sweep has seen it yet; null where nobody can tell. */
async function fieldsOf(
  { db, slug, registry }: ProbeSession,
  schemaId: number,
  definition: SchemaDefinition,
): Promise<SchemaField[] | null> {
  const stored = await findSchemaFields(db, slug, schemaId);
  if (stored || !registry) return stored;
  const text = { ...definition, id: schemaId, subject: "", version: 0 };
  const [understood] = await understandSchemas({ db, slug, registry }, [text]);
  return understood?.fields ?? null;
}
