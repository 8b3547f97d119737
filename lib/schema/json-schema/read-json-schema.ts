import type { SchemaField, SchemaProblem } from "#lib/domain/schema";
import { canonicalJson } from "../canonical-json.ts";
import type { UsedSchema } from "../collect-references.ts";
import { SchemaTooLarge } from "../field-list.ts";
import { type JsonNode, parseJsonText, propertyOf } from "../json-text.ts";
import { MAX_PROBLEMS } from "../schema-limits.ts";
import { problemAt } from "../text-position.ts";
import { type JsonDocument, type JsonDocuments, resolveRef, schemasIn } from "./json-document.ts";
import { dialectProblems } from "./json-schema-dialect.ts";
import { jsonFields } from "./json-schema-fields.ts";
import { viewOf } from "./json-schema-view.ts";

/** The schema with what it refers to; the first document is the schema itself. */
export type JsonSchemaModel = { root: JsonNode; documents: JsonDocuments };

export type JsonSchema = {
  model: JsonSchemaModel;
  recordName: string | null;
  fields: SchemaField[];
  canonical: string;
};

type Reading<T> = { ok: true; value: T } | { ok: false; problems: SchemaProblem[] };

/**
 * A JSON Schema (https://json-schema.org/specification): draft-07, 2019-09 or 2020-12. Its `pattern`s are never run, and nothing is loaded: a
 * `$ref` leads into the text itself or to one of the references, by its name or `$id`.
 */
export function readJsonSchema(text: string, references: readonly UsedSchema[]): Reading<JsonSchema> {
  const own = readDocument(null, text);
  if (!own.ok) return own;
  const documents = [own.value];
  for (const { name, definition } of references) {
    const read = readDocument(name, definition.schema);
    if (!read.ok) return { ok: false, problems: read.problems.map(({ message }) => inReference(name, message)) };
    documents.push(read.value);
  }

  const problems = documents.flatMap((document) => refProblems(documents, document)).slice(0, MAX_PROBLEMS);
  if (problems.length > 0) return { ok: false, problems };

  const { root } = own.value;
  try {
    const fields = jsonFields(documents, root);
    const recordName = viewOf(documents, root).text("title") ?? null;
    return {
      ok: true,
      value: { model: { root, documents }, recordName, fields, canonical: canonicalJson(root, text) },
    };
  } catch (error) {
    if (error instanceof SchemaTooLarge) return { ok: false, problems: [problemAt(text, null, error.message)] };
    throw error;
  }
}

function readDocument(name: string | null, text: string): Reading<JsonDocument> {
  const parsed = parseJsonText(text);
  if (!parsed.ok) return parsed;
  const problems = dialectProblems(text, parsed.root);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: { name, text, root: parsed.root } };
}

/** References of a document that lead nowhere. */
function refProblems(documents: JsonDocuments, { name, text, root }: JsonDocument): SchemaProblem[] {
  return schemasIn(root).flatMap((schema) => {
    const ref = propertyOf(schema, "$ref");
    if (ref?.type !== "string" || resolveRef(documents, schema, String(ref.value)) !== undefined) return [];
    const message = String(ref.value).startsWith("#")
      ? `"${ref.value}" leads nowhere in this schema`
      : `"${ref.value}" is none of the references; nothing is loaded from elsewhere`;
    return [name === null ? problemAt(text, ref.offset, message) : inReference(name, message)];
  });
}

function inReference(name: string, message: string): SchemaProblem {
  return { message: `The reference "${name}" cannot be read: ${message}`, line: null, column: null };
}
