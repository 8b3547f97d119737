import { z } from "zod";

/** The kinds of schema that a Confluent-compatible registry knows, by the registry's names. */
export const SCHEMA_TYPES = ["AVRO", "JSON", "PROTOBUF"] as const;
export const SchemaType = z.enum(SCHEMA_TYPES);
export type SchemaType = z.infer<typeof SchemaType>;

/** How they are written in text. */
export const SCHEMA_TYPE_NAMES: { readonly [Type in SchemaType]: string } = {
  AVRO: "Avro",
  JSON: "JSON Schema",
  PROTOBUF: "Protobuf",
};

/** Characters of one schema: far above what people write, below what a request's body may hold. */
export const MAX_SCHEMA_LENGTH = 200_000;

/** Another subject's version that a schema uses. `name` is how the schema calls it: a full name in Avro, an import path in Protobuf, a `$ref` in JSON Schema. */
export const SchemaReference = z.strictObject({
  name: z.string().min(1, "must not be empty").max(400, "has at most 400 characters"),
  subject: z.string().min(1, "must not be empty").max(400, "has at most 400 characters"),
  version: z.int("is a version's number").min(1, "versions begin with 1").max(2_147_483_647),
});
export type SchemaReference = z.infer<typeof SchemaReference>;

/** A schema as the registry takes it. */
export const SchemaDefinition = z.strictObject({
  schemaType: SchemaType,
  schema: z.string().min(1, "must not be empty").max(MAX_SCHEMA_LENGTH, `has at most ${MAX_SCHEMA_LENGTH} characters`),
  references: z.array(SchemaReference).max(50, "at most 50 references").default([]),
});
export type SchemaDefinition = z.infer<typeof SchemaDefinition>;

/** One field of a schema as people read it, whatever it is written in. */
export const SchemaField = z.object({
  /** Where it is: `customer.address.city`; `[]` after a list, `{}` after a map: `lines[].price`. */
  path: z.string(),
  /** In the schema's own words: `string`, `long (timestamp-millis)`, `Address`, `list of Line`, `one of string, int`. */
  type: z.string(),
  /** False where it may be absent or null. */
  required: z.boolean(),
  /** Its default as JSON text; null where it has none. */
  default: z.string().nullable(),
  doc: z.string(),
  /** What the schema says about its sensitivity: `PII`. */
  tags: z.array(z.string()),
});
export type SchemaField = z.infer<typeof SchemaField>;

/** Tags (without regard to case) whose fields nobody sees in a sample. */
const SENSITIVE_TAGS = new Set(["pii", "phi", "pci", "sensitive", "confidential", "restricted", "secret"]);

/** Whether what this field holds is never shown. */
export function isSensitive({ tags }: Pick<SchemaField, "tags">): boolean {
  return tags.some((tag) => SENSITIVE_TAGS.has(tag.toLowerCase()));
}

/** What is wrong with a schema's text, and where: line and column count from 1; null where no place can be named. */
export const SchemaProblem = z.object({ message: z.string(), line: z.int().nullable(), column: z.int().nullable() });
export type SchemaProblem = z.infer<typeof SchemaProblem>;

/**
 * How a difference between two versions acts on programs that exist. `widening`: nobody notices. `narrowing`: a reader that uses what goes away
 * misses it. `breaking`: a reader with the version before cannot read what is written with this one, or this one cannot read what is stored.
 */
export const SchemaEffect = z.enum(["widening", "narrowing", "breaking"]);
export type SchemaEffect = z.infer<typeof SchemaEffect>;

/** One difference by meaning. `field` is a {@link SchemaField} path, or empty for the whole. */
export const SchemaChange = z.object({
  field: z.string(),
  what: z.enum([
    "added",
    "removed",
    "renamed",
    "retyped",
    "default",
    "required",
    "optional",
    "documentation",
    "tags",
    "order",
    "other",
  ]),
  from: z.string().nullable(),
  to: z.string().nullable(),
  effect: SchemaEffect,
  /** Which promise it breaks: `backward`, that readers with the new version read what is stored; `forward`, that readers with the version before read what is written. */
  breaks: z.array(z.enum(["backward", "forward"])),
  /** Why it acts so, as a sentence. */
  text: z.string(),
});
export type SchemaChange = z.infer<typeof SchemaChange>;
