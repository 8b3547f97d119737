import type { SchemaDefinition } from "#lib/domain/schema";
import { bareAvro } from "./avro/bare-avro.ts";
import { bareJsonSchema } from "./json-schema/bare-json-schema.ts";
import { parseJsonText } from "./json-text.ts";
import type { SchemaSource } from "./parsed-schema.ts";
import { bareProtobuf } from "./protobuf/bare-protobuf.ts";
import { protobufTokens } from "./protobuf/protobuf-tokens.ts";

/** Whether two schemas provably differ in nothing but formatting, order and documentation, with all that they refer to. */
export function isSameSubstance(before: SchemaSource, after: SchemaSource): boolean {
  return substanceOf(before) === substanceOf(after);
}

function substanceOf({ definition, used }: SchemaSource): string {
  const others = used.map((other) => JSON.stringify([other.name, bareText(other.definition)]));
  return JSON.stringify([bareText(definition), ...others.toSorted()]);
}

function bareText({ schemaType, schema }: SchemaDefinition): string {
  if (schemaType === "PROTOBUF") return bareProtobuf(protobufTokens(schema));
  const read = parseJsonText(schema);
  if (!read.ok) return schema;
  return schemaType === "AVRO" ? bareAvro(read.root, schema) : bareJsonSchema(read.root, schema);
}
