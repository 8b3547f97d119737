import type { ExportedSchema, ExportedTopic, ExportFacts } from "./export-facts.ts";

export const AVRO: ExportedSchema = {
  ...{ cluster: "local", schemaId: 1, subject: "orders.placed.v1-value", version: 2, schemaType: "AVRO" },
  schema: JSON.stringify({ type: "record", name: "Placed", fields: [{ name: "id", type: "string" }] }),
  ...{ references: [], recordName: "example.orders.Placed" },
  fields: [
    { path: "id", type: "string", required: true, default: null, doc: "Chosen by the shop.", tags: [] },
    { path: "customer", type: "Customer", required: true, default: null, doc: "", tags: [] },
    { path: "customer.email", type: "string", required: false, default: "null", doc: "", tags: ["PII"] },
    { path: "lines", type: "list of Line", required: true, default: null, doc: "", tags: [] },
    { path: "lines[].price", type: "bytes (decimal 10,2)", required: true, default: null, doc: "", tags: [] },
    { path: "placedAt", type: "long (timestamp-millis)", required: true, default: null, doc: "", tags: [] },
  ],
};

/** Refers to itself, to its own definitions, to a reference, and to an address of its own making. */
export const JSON_SCHEMA: ExportedSchema = {
  ...{ cluster: "local", schemaId: 2, subject: "orders.sent.v1-value", version: 1, schemaType: "JSON" },
  schema: JSON.stringify({
    $id: "https://example.test/sent.json",
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Sent",
    type: "object",
    properties: {
      parcel: { $ref: "#/definitions/Parcel" },
      before: { $ref: "#" },
      customer: { $ref: "customer.json#/definitions/Name" },
      carrier: { $ref: "https://carrier.example.test/schema.json" },
    },
    definitions: { Parcel: { type: "object", properties: { weight: { type: "integer" } } } },
  }),
  references: [{ name: "customer.json", subject: "customer", version: 4 }],
  ...{ recordName: "Sent", fields: [] },
};
export const CUSTOMER: ExportedSchema = {
  ...{ cluster: "local", schemaId: 3, subject: "customer", version: 4, schemaType: "JSON" },
  schema: JSON.stringify({ title: "Customer", definitions: { Name: { type: "string" } } }),
  ...{ references: [], recordName: "Customer", fields: [] },
};
export const PROTOBUF: ExportedSchema = {
  ...{ cluster: "local", schemaId: 4, subject: "orders.placed.v1-key", version: 1, schemaType: "PROTOBUF" },
  schema: 'syntax = "proto3"; message Key { string id = 1; }',
  ...{ references: [], recordName: "Key", fields: [] },
};

export function exportedTopic(more: Partial<ExportedTopic> = {}): ExportedTopic {
  return {
    ...{ id: "0193a000-0000-7000-8000-000000000000", name: "orders.placed.v1", generation: 3 },
    cluster: {
      ...{ slug: "local", name: "Local", tier: "production", registryUrl: "http://registry.example.test" },
      listeners: [
        {
          name: "SCRAM",
          bootstrapServers: "a.example.test:9092,b.example.test:9092",
          securityProtocol: "SASL_SSL",
          saslMechanism: "SCRAM-SHA-512",
        },
        { name: "mutual TLS", bootstrapServers: "a.example.test:9093", securityProtocol: "SSL" },
        {
          name: "OAuth",
          bootstrapServers: "a.example.test:9094",
          securityProtocol: "SASL_SSL",
          saslMechanism: "OAUTHBEARER",
        },
      ],
    },
    team: { slug: "orders", name: "Orders", contactMail: "orders@example.test" },
    ...{
      description: "One event per accepted order.",
      docs: "# Orders\n\nNever twice.",
      classification: "internal",
      contact: "#orders",
    },
    ...{ tags: ["orders", "events"], partitions: 6, replicationFactor: 3, retentionMs: "604800000", ending: null },
    config: { "retention.ms": "604800000", "cleanup.policy": "compact,delete", "min.insync.replicas": "2" },
    subjects: [
      { name: "orders.placed.v1-key", part: "key", version: 1, schemaId: 4 },
      { name: "orders.placed.v1-value", part: "value", version: 2, schemaId: 1 },
    ],
    ...more,
  };
}

/** Three topics: with key and value, with a value that refers to others, and without any schema and owner. */
export const FACTS: ExportFacts = {
  topics: [
    exportedTopic(),
    exportedTopic({
      name: "orders.sent.v1",
      subjects: [{ name: "orders.sent.v1-value", part: "value", version: 1, schemaId: 2 }],
      ending: { at: "2027-01-01T00:00:00.000Z", successor: "orders.sent.v2", reason: "Parcels get a weight." },
    }),
    exportedTopic({
      ...{ id: null, name: "legacy", team: null, generation: 0, classification: null, contact: "", tags: [] },
      ...{ description: "", docs: "", retentionMs: "-1", config: {}, subjects: [] },
    }),
  ],
  schemas: [AVRO, JSON_SCHEMA, CUSTOMER, PROTOBUF],
};
