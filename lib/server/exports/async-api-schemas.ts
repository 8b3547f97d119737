import type { SchemaType } from "#lib/domain/schema";
import type { ExportedSchema } from "./export-facts.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** A Multi Format Schema Object. (https://www.asyncapi.com/docs/reference/specification/v3.0.0#multiFormatSchemaObject) */
type MultiFormatSchema = { schemaFormat: string; schema: Json; "x-references"?: Json };

/** The name of a schema below `components.schemas`: unique per cluster, and free of what a key may not hold. */
export function schemaKey({ cluster, schemaId }: Pick<ExportedSchema, "cluster" | "schemaId">): string {
  return `${cluster}-schema-${schemaId}`;
}

/** The schemas of a document, each once; one whose text cannot be read as what it claims to be is left out. */
export function asyncApiSchemas(schemas: readonly ExportedSchema[]): Record<string, MultiFormatSchema> {
  const entries = schemas.flatMap((schema) => {
    const described = multiFormat(schema, schemas);
    return described === null ? [] : [[schemaKey(schema), described] as const];
  });
  return Object.fromEntries(entries);
}

const FORMATS: { readonly [Type in Exclude<SchemaType, "JSON">]: string } = {
  AVRO: "application/vnd.apache.avro+json;version=1.9.0",
  PROTOBUF: "application/vnd.google.protobuf;version=3",
};

function multiFormat(schema: ExportedSchema, all: readonly ExportedSchema[]): MultiFormatSchema | null {
  const used = schema.references.map(({ name, subject, version }) => ({ name, subject, version }));
  const references = used.length === 0 ? {} : { "x-references": used };
  if (schema.schemaType === "PROTOBUF") return { schemaFormat: FORMATS.PROTOBUF, schema: schema.schema, ...references };

  const read = readJson(schema.schema);
  if (read === undefined) return null;
  if (schema.schemaType === "AVRO") return { schemaFormat: FORMATS.AVRO, schema: read, ...references };
  return { schemaFormat: jsonFormat(read), schema: relocated(read, schema, all) };
}

function readJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // A registry may hold what nobody can read; the document says nothing about it rather than something wrong.
    return undefined;
  }
}

/** By the draft that it names; draft-07, which AsyncAPI's own schemas are, where it names none. */
function jsonFormat(schema: Json): string {
  const named = isObject(schema) && typeof schema.$schema === "string" ? schema.$schema : "";
  const draft = /(draft-0[46]|2019-09|2020-12)/.exec(named)?.[1] ?? "draft-07";
  return `application/schema+json;version=${draft}`;
}

/**
 * A JSON Schema as part of a larger document: what refers to itself, or to a schema that it names as a reference, refers to where that stands now.
 * Any other address is only told: whoever reads the document should not have to fetch it.
 */
function relocated(schema: Json, own: ExportedSchema, all: readonly ExportedSchema[]): Json {
  if (!isObject(schema)) return schema;
  const { $id: _, ...rest } = schema;
  return withReferences(rest, (address) => {
    const [file = "", pointer = ""] = address.split("#");
    if (file === "") return `${placeOf(own)}${pointer}`;
    const reference = own.references.find(({ name }) => name === file);
    const target = all.find(
      ({ cluster, subject, version }) =>
        cluster === own.cluster && subject === reference?.subject && version === reference.version,
    );
    return target ? `${placeOf(target)}${pointer}` : null;
  });
}

function placeOf(schema: ExportedSchema): string {
  return `#/components/schemas/${schemaKey(schema)}/schema`;
}

function withReferences(value: Json, moved: (address: string) => string | null): Json {
  if (Array.isArray(value)) return value.map((one) => withReferences(one, moved));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, Json] => {
    if (key !== "$ref" || typeof inner !== "string") return [key, withReferences(inner, moved)];
    const place = moved(inner);
    return place === null ? ["x-ref", inner] : ["$ref", place];
  });
  return Object.fromEntries(entries);
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
