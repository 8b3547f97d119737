import avsc from "avsc";
import type { SchemaField, SchemaProblem } from "#lib/domain/schema";
import { canonicalJson } from "../canonical-json.ts";
import type { UsedSchema } from "../collect-references.ts";
import { SchemaTooLarge } from "../field-list.ts";
import { parseJsonText } from "../json-text.ts";
import { problemAt } from "../text-position.ts";
import { avroFields } from "./avro-fields.ts";
import type { AvroReading } from "./avro-reading.ts";
import type { AvroType } from "./avro-type.ts";
import { readType } from "./read-type.ts";

export type AvroSchema = {
  model: AvroType;
  recordName: string | null;
  fields: SchemaField[];
  canonical: string;
};

type Reading<T> = { ok: true; value: T } | { ok: false; problems: SchemaProblem[] };

/**
 * An Avro schema (https://avro.apache.org/docs/1.11.1/specification/). Our own reading names places and keeps what comparing needs; avsc, which
 * decodes samples, has the last word on validity.
 * @param references what it uses, in the order in which they can be read
 */
export function readAvro(text: string, references: readonly UsedSchema[]): Reading<AvroSchema> {
  const names: AvroReading["names"] = new Map();
  const values: unknown[] = [];
  for (const { definition, name } of references) {
    const read = readText(definition.schema, names);
    if (!read.ok) return { ok: false, problems: read.problems.map((problem) => inReference(name, problem)) };
    values.push(read.value.json);
  }

  const read = readText(text, names);
  if (!read.ok) return read;
  const { model, canonical, json } = read.value;
  try {
    const fields = avroFields(model);
    const refused = refusedByAvsc([...values, json]);
    if (refused !== null) return { ok: false, problems: [problemAt(text, null, refused)] };
    return { ok: true, value: { model, recordName: "name" in model ? model.name : null, fields, canonical } };
  } catch (error) {
    if (error instanceof SchemaTooLarge) return { ok: false, problems: [problemAt(text, null, error.message)] };
    throw error;
  }
}

function readText(
  text: string,
  names: AvroReading["names"],
): Reading<{ model: AvroType; canonical: string; json: unknown }> {
  const parsed = parseJsonText(text);
  if (!parsed.ok) return parsed;

  const reading: AvroReading = { text, names, problems: [] };
  const model = readType(reading, parsed.root, "");
  if (reading.problems.length > 0) return { ok: false, problems: reading.problems };
  return { ok: true, value: { model, canonical: canonicalJson(parsed.root, text), json: parsed.value } };
}

function inReference(name: string, { message, line }: SchemaProblem): SchemaProblem {
  const place = line === null ? "" : ` (its line ${line})`;
  return { message: `The reference "${name}" cannot be read: ${message}${place}`, line: null, column: null };
}

/** The library's own words; null where it takes the schemas, each of which may use the names of those before. */
function refusedByAvsc(schemas: readonly unknown[]): string | null {
  // Without a prototype: a type called "constructor" is not there already.
  const registry: { [name: string]: avsc.Type } = Object.create(null);
  try {
    for (const schema of schemas) avsc.Type.forSchema(schema as avsc.Schema, { registry, omitRecordMethods: true });
    return null;
  } catch (error) {
    return `Not an Avro schema: ${error instanceof Error ? error.message : String(error)}`;
  }
}
