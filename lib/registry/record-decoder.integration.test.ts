import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { SchemaRegistry } from "@kafkajs/confluent-schema-registry";
import { afterAll, expect, it } from "vitest";
import type { SchemaDefinition } from "#lib/domain/schema";
import { createHttpSubjectRegistry } from "./http-subject-registry.ts";
import { createRecordDecoder } from "./record-decoder.ts";
import { testRegistry } from "./test-registry.ts";

const connection = testRegistry(process.env);
const registry = createHttpSubjectRegistry(connection);
/** An independent program: the library with its own HTTP client. */
const producer = new SchemaRegistry({ host: connection.url });
const prefix = `decoder-${randomBytes(4).toString("hex")}.`;
afterAll(() => registry.close());

const avro = (schema: unknown, references: SchemaDefinition["references"] = []): SchemaDefinition => ({
  schemaType: "AVRO",
  schema: JSON.stringify(schema),
  references,
});

async function register(name: string, definition: SchemaDefinition): Promise<number> {
  const answer = await registry.register(prefix + name, definition);
  expect(answer).toMatchObject({ ok: true });
  return answer.ok ? answer.value.id : 0;
}

it("decodes Avro, with a reference, as an independent program wrote it", async () => {
  const city = { type: "record", name: "City", namespace: "com.example", fields: [{ name: "name", type: "string" }] };
  await register("city", avro(city));
  const definition = avro(
    {
      type: "record",
      name: "Order",
      namespace: "com.example",
      fields: [
        { name: "id", type: "long" },
        { name: "city", type: "com.example.City" },
        { name: "signature", type: "bytes" },
        { name: "note", type: ["null", "string"], default: null },
      ],
    },
    [{ name: "com.example.City", subject: `${prefix}city`, version: 1 }],
  );
  const schemaId = await register("order", definition);
  const order = { id: 7, city: { name: "Ulm" }, signature: Buffer.from([1, 2, 3]), note: "fragile" };

  const bytes = await producer.encode(schemaId, order);

  expect(await createRecordDecoder(registry).decodeRecord(bytes)).toEqual({
    kind: "decoded",
    schemaId,
    definition,
    value: { ...order, signature: "AQID" },
  });
});

it("decodes JSON Schema, with a reference", async () => {
  const $schema = "http://json-schema.org/draft-07/schema#";
  const name = `${prefix}city.json`;
  const properties = { name: { type: "string" } };
  const city = JSON.stringify({ $schema, $id: name, title: "City", type: "object", properties });
  await register("json-city", { schemaType: "JSON", schema: city, references: [] });
  const order = { $schema, title: "Order", type: "object", properties: { city: { $ref: name } } };
  const schemaId = await register("json-order", {
    schemaType: "JSON",
    schema: JSON.stringify(order),
    references: [{ name, subject: `${prefix}json-city`, version: 1 }],
  });

  const bytes = await producer.encode(schemaId, { city: { name: "Ulm" } });

  expect(await createRecordDecoder(registry).decodeRecord(bytes)).toMatchObject({
    kind: "decoded",
    schemaId,
    value: { city: { name: "Ulm" } },
  });
});

it("decodes Protobuf, with a reference", async () => {
  const name = `${prefix}city.proto`;
  const city = 'syntax = "proto3";\npackage com.example;\n\nmessage City {\n  string name = 1;\n}\n';
  await register("proto-city", { schemaType: "PROTOBUF", schema: city, references: [] });
  const order = `syntax = "proto3";\npackage com.example.orders;\n\nimport "${name}";\n\nmessage Order {\n  int64 id = 1;\n  .com.example.City city = 2;\n}\n`;
  const references = [{ name, subject: `${prefix}proto-city`, version: 1 }];
  const schemaId = await register("proto-order", { schemaType: "PROTOBUF", schema: order, references });

  const bytes = await producer.encode(schemaId, { id: 7, city: { name: "Ulm" } });

  expect(await createRecordDecoder(registry).decodeRecord(bytes)).toMatchObject({
    kind: "decoded",
    schemaId,
    value: { id: "7", city: { name: "Ulm" } },
  });
});

it("says that the registry knows no such schema", async () => {
  const bytes = Buffer.from([0, 0x7f, 0xff, 0, 0, 1]);

  expect(await createRecordDecoder(registry).decodeRecord(bytes)).toEqual({
    kind: "bytes",
    base64: bytes.toString("base64"),
    reason: "It names schema 2147418112, which cannot be used: Schema 2147418112 not found.",
  });
});
