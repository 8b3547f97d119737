import type { SchemaDefinition, SchemaType } from "#lib/domain/schema";
import { parseSchema, type SchemaReading } from "./parse-schema.ts";
import type { ParsedSchema } from "./parsed-schema.ts";

/**
 * One story in three languages, for tests. `first`: an order was placed. `compatible`: a field more that readers of both versions can do
 * without (under BACKWARD; the closed JSON Schema breaks forward). `narrowed`: `email` is gone, which readers of the version before need.
 * `incompatible`: what is stored cannot be read any more, so BACKWARD refuses it.
 */
type OrderStory = {
  first: SchemaDefinition;
  compatible: SchemaDefinition;
  narrowed: SchemaDefinition;
  incompatible: SchemaDefinition;
  /** A schema for itself, and an order that refers to it as subject `addresses-value`, version 1. */
  address: SchemaDefinition;
  withAddress: SchemaDefinition;
};

const id = { name: "id", type: "string", doc: "The order's number." };
const email = { name: "email", type: "string", doc: "Who ordered.", "confluent:tags": ["PII"] };
const total = { name: "total", type: "int", doc: "In cents." };
const note = { name: "note", type: ["null", "string"], default: null, doc: "What the customer wrote." };
const currency = { name: "currency", type: "string", doc: "As in ISO 4217." };

function avroOrder(fields: readonly object[], references: SchemaDefinition["references"] = []): SchemaDefinition {
  const record = { type: "record", name: "OrderPlaced", namespace: "orders", doc: "An order was placed.", fields };
  return { schemaType: "AVRO", schema: JSON.stringify(record, null, 2), references };
}

const avro: OrderStory = {
  first: avroOrder([id, email, total]),
  compatible: avroOrder([id, email, total, note]),
  narrowed: avroOrder([id, total]),
  incompatible: avroOrder([id, email, total, currency]),
  address: {
    schemaType: "AVRO",
    schema: JSON.stringify(
      { type: "record", name: "Address", namespace: "common", fields: [{ name: "city", type: "string" }] },
      null,
      2,
    ),
    references: [],
  },
  withAddress: avroOrder(
    [id, email, total, { name: "address", type: ["null", "common.Address"], default: null }],
    [{ name: "common.Address", subject: "addresses-value", version: 1 }],
  ),
};

const jsonProperties = {
  id: { type: "string", description: "The order's number." },
  email: { type: "string", description: "Who ordered.", "confluent:tags": ["PII"] },
  total: { type: "integer", description: "In cents." },
};
const { email: _gone, ...withoutEmail } = jsonProperties;

function jsonOrder(
  properties: object,
  required: readonly string[],
  references: SchemaDefinition["references"] = [],
): SchemaDefinition {
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "orders.OrderPlaced",
    description: "An order was placed.",
    type: "object",
    properties,
    required,
    additionalProperties: false,
  };
  return { schemaType: "JSON", schema: JSON.stringify(schema, null, 2), references };
}

const json: OrderStory = {
  first: jsonOrder(jsonProperties, ["id", "email", "total"]),
  compatible: jsonOrder({ ...jsonProperties, note: { type: "string", description: "What the customer wrote." } }, [
    "id",
    "email",
    "total",
  ]),
  narrowed: jsonOrder(withoutEmail, ["id", "total"]),
  incompatible: jsonOrder({ ...jsonProperties, currency: { type: "string", description: "As in ISO 4217." } }, [
    "id",
    "email",
    "total",
    "currency",
  ]),
  address: {
    schemaType: "JSON",
    schema: JSON.stringify({ title: "Address", type: "object", properties: { city: { type: "string" } } }, null, 2),
    references: [],
  },
  withAddress: jsonOrder(
    { ...jsonProperties, address: { $ref: "address.json" } },
    ["id", "email", "total"],
    [{ name: "address.json", subject: "addresses-value", version: 1 }],
  ),
};

function protobufOrder(
  fields: readonly string[],
  imports: readonly string[] = [],
  references: SchemaDefinition["references"] = [],
): SchemaDefinition {
  const schema = `syntax = "proto3";
package orders;

${["confluent/meta.proto", ...imports].map((path) => `import "${path}";`).join("\n")}

// An order was placed.
message OrderPlaced {
${fields.map((field) => `  ${field}`).join("\n")}
}
`;
  return { schemaType: "PROTOBUF", schema, references };
}

const protoId = "// The order's number.\n  string id = 1;";
const protoEmail = `// Who ordered.\n  string email = 2 [(confluent.field_meta).tags = "PII"];`;
const protoTotal = "// In cents.\n  int32 total = 3;";

const protobuf: OrderStory = {
  first: protobufOrder([protoId, protoEmail, protoTotal]),
  compatible: protobufOrder([
    protoId,
    protoEmail,
    protoTotal,
    "// What the customer wrote.\n  optional string note = 4;",
  ]),
  narrowed: protobufOrder([protoId, protoTotal]),
  incompatible: protobufOrder([protoId, protoEmail, "// In cents.\n  string total = 3;"]),
  address: {
    schemaType: "PROTOBUF",
    schema: `syntax = "proto3";\npackage common;\n\nmessage Address {\n  string city = 1;\n}\n`,
    references: [],
  },
  withAddress: protobufOrder(
    [protoId, protoEmail, protoTotal, "common.Address address = 4;"],
    ["common/address.proto"],
    [{ name: "common/address.proto", subject: "addresses-value", version: 1 }],
  ),
};

export const orderSchemas: { readonly [Type in SchemaType]: OrderStory } = {
  AVRO: avro,
  JSON: json,
  PROTOBUF: protobuf,
};

/** Reads a text without references. */
export function readText(schemaType: SchemaType, schema: string): SchemaReading {
  return parseSchema({ schemaType, schema, references: [] }, () => null);
}

/** Reads a schema of the story; its reference leads to the story's address. */
export function readOrder(definition: SchemaDefinition): ParsedSchema {
  const read = parseSchema(definition, () => orderSchemas[definition.schemaType].address);
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join("; "));
  return read.value;
}
