import { describe, expect, it } from "vitest";
import { type AsyncApiInfo, asyncApiDocument } from "./async-api.ts";
import { schemaKey } from "./async-api-schemas.ts";
import { AVRO, CUSTOMER, FACTS, JSON_SCHEMA } from "./test-facts.ts";

const info: AsyncApiInfo = {
  ...{ title: "Topics of Orders", version: "1", description: "Everything that Orders writes." },
  ...{ contact: { name: "Orders", mail: "orders@example.test" }, tags: ["orders"] },
};
describe("topics as AsyncAPI", () => {
  it("carry what clients need, and nothing that is secret", () => {
    const document = asyncApiDocument(info, FACTS);
    expect(document).toMatchObject({
      info: { contact: { name: "Orders", email: "orders@example.test" } },
      servers: {
        "local-SCRAM": { protocol: "kafka-secure", security: [{ $ref: "#/components/securitySchemes/scramSha512" }] },
        "local-mutual-TLS": { security: [{ $ref: "#/components/securitySchemes/X509" }] },
      },
      channels: {
        "local.orders.placed.v1": {
          address: "orders.placed.v1",
          bindings: {
            kafka: {
              ...{ partitions: 6, replicas: 3 },
              topicConfiguration: { "cleanup.policy": ["compact", "delete"], "retention.ms": 604_800_000 },
            },
          },
          "x-classification": "internal",
          "x-service-levels": { retentionMs: "604800000" },
        },
        "local.orders.sent.v1": { "x-ending": { successor: "orders.sent.v2" } },
      },
    });
  });

  it("name key and payload by the latest schemas", () => {
    const { components } = asyncApiDocument(info, FACTS) as {
      components: { messages: Record<string, object>; schemas: Record<string, object> };
    };
    expect(components.messages[`local.orders.placed.v1.${schemaKey(AVRO)}`]).toMatchObject({
      ...{ name: "example.orders.Placed", contentType: "application/vnd.apache.avro" },
      payload: { $ref: "#/components/schemas/local-schema-1" },
      bindings: { kafka: { key: { $ref: "#/components/schemas/local-schema-4" }, schemaIdLocation: "payload" } },
    });
    expect(components.schemas["local-schema-4"]).toMatchObject({
      schemaFormat: "application/vnd.google.protobuf;version=3",
    });
  });

  it("refer to where schemas stand in the document, and fetch nothing", () => {
    const { components } = asyncApiDocument(info, FACTS) as {
      components: { schemas: Record<string, { schema: { properties: object } }> };
    };
    const sent = components.schemas[schemaKey(JSON_SCHEMA)];
    expect(sent?.schema.properties).toEqual({
      parcel: { $ref: "#/components/schemas/local-schema-2/schema/definitions/Parcel" },
      before: { $ref: "#/components/schemas/local-schema-2/schema" },
      customer: { $ref: `#/components/schemas/${schemaKey(CUSTOMER)}/schema/definitions/Name` },
      carrier: { "x-ref": "https://carrier.example.test/schema.json" },
    });
    expect(sent?.schema).not.toHaveProperty("$id");
  });
});
