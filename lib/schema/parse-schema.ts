import { createHash } from "node:crypto";
import { MAX_SCHEMA_LENGTH, type SchemaDefinition, type SchemaProblem } from "#lib/domain/schema";
import { withinMs } from "#lib/domain/time-limit";
import { readAvro } from "./avro/read-avro.ts";
import { collectReferences, type ResolveReference, type UsedSchema } from "./collect-references.ts";
import { readJsonSchema } from "./json-schema/read-json-schema.ts";
import type { ParsedSchema } from "./parsed-schema.ts";
import { readProtobuf } from "./protobuf/read-protobuf.ts";
import { MAX_MS_TO_READ } from "./schema-limits.ts";

export type SchemaReading = { ok: true; value: ParsedSchema } | { ok: false; problems: SchemaProblem[] };

/**
 * Reads a schema text: whether it is valid, what it holds, and what names it. Ends after about a second of the processor's time, by the clock
 * after seven at most, and never throws, whatever the text is.
 * @param resolve the text of a reference; asked for indirect ones too
 */
export function parseSchema(definition: SchemaDefinition, resolve: ResolveReference): SchemaReading {
  const read = withinMs(MAX_MS_TO_READ, () => parse(definition, resolve));
  if (read) return read.value;
  const message = "The schema is too entangled: reading it takes more than a second";
  return { ok: false, problems: [{ message, line: null, column: null }] };
}

function parse(definition: SchemaDefinition, resolve: ResolveReference): SchemaReading {
  const unreadable = textProblem(definition.schema);
  if (unreadable !== null) return { ok: false, problems: [{ message: unreadable, line: 1, column: 1 }] };

  const references = collectReferences(definition, resolve);
  if (!references.ok) return references;
  for (const { name, definition: used } of references.value) {
    const message = textProblem(used.schema);
    if (message === null) continue;
    const problem = { message: `The reference "${name}" cannot be read: ${message}`, line: null, column: null };
    return { ok: false, problems: [problem] };
  }
  return readByType(definition, references.value);
}

function textProblem(text: string): string | null {
  if (text.trim() === "") return "The schema is empty";
  if (text.length > MAX_SCHEMA_LENGTH) {
    return `The schema has ${text.length} characters; at most ${MAX_SCHEMA_LENGTH} are read`;
  }
  if (text.startsWith("\ufeff")) return "The text begins with a byte order mark. Save it as UTF-8 without one";
  if (!text.isWellFormed() || text.includes("\0")) {
    return "The text is not valid Unicode: it holds half a surrogate pair, or NUL";
  }
  return null;
}

function readByType(definition: SchemaDefinition, used: readonly UsedSchema[]): SchemaReading {
  const { schemaType, schema } = definition;
  const source = { definition, used };
  switch (schemaType) {
    case "AVRO": {
      const read = readAvro(schema, used);
      if (!read.ok) return read;
      const { canonical, ...rest } = read.value;
      return { ok: true, value: { schemaType, ...rest, hash: hashOf(definition, canonical), source } };
    }
    case "PROTOBUF": {
      const read = readProtobuf(schema, used);
      if (!read.ok) return read;
      const { canonical, ...rest } = read.value;
      return { ok: true, value: { schemaType, ...rest, hash: hashOf(definition, canonical), source } };
    }
    case "JSON": {
      const read = readJsonSchema(schema, used);
      if (!read.ok) return read;
      const { canonical, ...rest } = read.value;
      return { ok: true, value: { schemaType, ...rest, hash: hashOf(definition, canonical), source } };
    }
  }
}

function hashOf({ schemaType, references }: SchemaDefinition, canonical: string): string {
  const used = references.map(({ name, subject, version }) => JSON.stringify([name, subject, version])).toSorted();
  return createHash("sha256")
    .update(JSON.stringify([schemaType, canonical, used]))
    .digest("hex");
}
