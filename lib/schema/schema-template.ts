import type { SchemaType } from "#lib/domain/schema";
import { splitName } from "./infer/free-names.ts";

/**
 * A schema to begin with: every field documented, one with a sensitivity tag, one that may be absent.
 * @param recordName what names the record (see RECORD_NAMED_BY): `orders.OrderPlaced`
 */
export function schemaTemplate(schemaType: SchemaType, recordName: string): string {
  const { namespace, name } = splitName(recordName);
  switch (schemaType) {
    case "AVRO":
      return inLines(avroTemplate(namespace, name));
    case "JSON":
      return inLines(jsonTemplate(recordName));
    case "PROTOBUF":
      return protobufTemplate(namespace, name);
  }
}

function avroTemplate(namespace: string, name: string) {
  return {
    type: "record",
    name,
    ...(namespace === "" ? {} : { namespace }),
    doc: "What one record says, in a sentence.",
    fields: [
      { name: "id", doc: "What the record is about; the same as its key.", type: "string" },
      {
        name: "occurredAt",
        doc: "When it happened, not when it was sent.",
        type: { type: "long", logicalType: "timestamp-millis" },
      },
      { name: "email", doc: "Whom to write to.", type: ["null", "string"], default: null, "confluent:tags": ["PII"] },
    ],
  };
}

/** Closed, because a property can only be added later where any other name was refused before. */
function jsonTemplate(title: string) {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title,
    description: "What one record says, in a sentence.",
    type: "object",
    properties: {
      id: { description: "What the record is about; the same as its key.", type: "string" },
      occurredAt: { description: "When it happened, not when it was sent.", type: "string", format: "date-time" },
      email: { description: "Whom to write to.", type: "string", "confluent:tags": ["PII"] },
    },
    required: ["id", "occurredAt"],
    additionalProperties: false,
  };
}

function protobufTemplate(namespace: string, name: string): string {
  const head = [`syntax = "proto3";`, ...(namespace === "" ? [] : [`package ${namespace};`])];
  return `${head.join("\n")}

import "confluent/meta.proto";
import "google/protobuf/timestamp.proto";

// What one record says, in a sentence.
message ${name} {
  // What the record is about; the same as its key.
  string id = 1;
  // When it happened, not when it was sent.
  google.protobuf.Timestamp occurred_at = 2;
  // Whom to write to.
  optional string email = 3 [(confluent.field_meta).tags = "PII"];
}
`;
}

function inLines(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
