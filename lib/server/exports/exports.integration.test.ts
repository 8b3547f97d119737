import { Parser } from "@asyncapi/parser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import { createTestAccess, refused, succeeded, type TestAccess } from "../access/test-access.ts";
import { exportDataContract } from "../queries/export-data-contract.ts";
import { exportTeamAsyncApi } from "../queries/export-team-async-api.ts";
import { exportTopicAsyncApi } from "../queries/export-topic-async-api.ts";
import { runQuery } from "../run-query.ts";
import { avro, manageSubject, observeSubject, schemaField } from "../subjects/test-subjects.ts";
import { asyncApiDocument } from "./async-api.ts";
import type { ExportedSchema } from "./export-facts.ts";
import { AVRO, exportedTopic, FACTS } from "./test-facts.ts";

const TOPIC = "orders.placed.v1";

let database: TestDatabase;
let people: TestAccess;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestAccess(database.owner);
  const db = database.owner;
  const listeners = [
    {
      name: "SCRAM",
      bootstrapServers: "a.example.test:9092",
      securityProtocol: "SASL_SSL",
      saslMechanism: "SCRAM-SHA-512",
    },
  ];
  await db.cluster.update({
    where: { slug: "local" },
    data: { registryUrl: "http://registry.example.test", listeners },
  });
  await db.team.update({ where: { id: people.teamId }, data: { contactMail: "orders@example.test" } });
  const fields = [schemaField("id", { doc: "Chosen by the shop." }), schemaField("email", { tags: ["PII"] })];
  await observeSubject(db, "example.Customer", { versions: [{ id: 9, schema: avro("Customer", []) }] });
  const refs = [{ name: "example.orders.Customer", subject: "example.Customer", version: 1 }];
  await observeSubject(db, `${TOPIC}-value`, {
    versions: [
      { id: 1, schema: avro("Placed", []) },
      { id: 2, schema: avro("Placed", [{ name: "id", type: "string" }]), fields, refs },
    ],
  });
  await manageSubject(db, `${TOPIC}-value`, { teamId: people.teamId, topic: TOPIC, part: "value" });
  await observeSubject(db, "orders.paid.v1-key", {
    versions: [{ id: 3, schema: `{"type":"object"}` }],
    schemaType: "JSON",
  });
});
afterAll(() => database?.drop());

/** What AsyncAPI's own parser says of a document, but for advice. */
async function problems(text: string): Promise<string[]> {
  const { document, diagnostics } = await new Parser().parse(text);
  const errors = diagnostics
    .filter(({ severity }) => severity === 0)
    .map(({ message, path }) => `${path.join(".")}: ${message}`);
  return document ? errors : [...errors, "no document"];
}

describe("AsyncAPI", () => {
  const topic = (input: object) =>
    runQuery(database.web, exportTopicAsyncApi, people.stranger, { cluster: "local", name: TOPIC, ...input });

  it("of a topic is valid, as YAML and as JSON, with the latest schemas and what they refer to", async () => {
    const yaml = succeeded(await topic({}));
    expect(yaml).toMatchObject({
      fileName: `local.${TOPIC}.asyncapi.yaml`,
      contentType: "application/yaml; charset=utf-8",
    });
    expect(await problems(yaml.text)).toEqual([]);
    const json = succeeded(await topic({ format: "json" }));
    expect(JSON.parse(json.text)).toEqual(parse(yaml.text));
    expect(JSON.parse(json.text)).toMatchObject({
      info: { contact: { email: "orders@example.test" } },
      components: {
        schemas: { "local-schema-2": {}, "local-schema-9": {} },
        messages: { [`local.${TOPIC}.local-schema-2`]: {} },
      },
    });
    expect(Object.keys((JSON.parse(json.text) as { components: { schemas: object } }).components.schemas)).toHaveLength(
      2,
    );
  });

  it("of a team has all of its topics", async () => {
    const { text } = succeeded(
      await runQuery(database.web, exportTeamAsyncApi, people.stranger, { team: "orders", format: "json" }),
    );
    expect(await problems(text)).toEqual([]);
    expect(Object.keys((JSON.parse(text) as { channels: object }).channels)).toEqual(
      ["paid", "placed", "secret", "sent"].map((name) => `local.orders.${name}.v1`),
    );
  });

  it("is valid whatever registries hold and people wrote", async () => {
    const odd: Partial<ExportedSchema>[] = [
      { schema: `"string"` },
      { schema: "{" },
      { schemaType: "JSON", schema: `{"$schema":"https://json-schema.org/draft/2020-12/schema","prefixItems":[{}]}` },
      { schemaType: "JSON", schema: "true" },
      { schemaType: "JSON", schema: `{"$ref":"file:///etc/passwd"}` },
      { schemaType: "PROTOBUF", schema: "{{{ $ref" },
    ];
    const schemas = odd.map((more, index) => ({ ...AVRO, schemaId: 100 + index, subject: `odd-${index}`, ...more }));
    const subjects = schemas.map(({ subject: name, version, schemaId }) => ({
      name,
      part: "value" as const,
      version,
      schemaId,
    }));
    const text = `"]}<script>\u2028${"x".repeat(500)}`;
    const topics = [
      ...FACTS.topics,
      exportedTopic({ name: "odd", description: text, docs: text, tags: [text], subjects }),
    ];
    const info = {
      title: text,
      version: "1",
      description: text,
      contact: { name: text, mail: "ask around" },
      tags: [text],
    };
    const document = asyncApiDocument(info, { topics, schemas: [...FACTS.schemas, ...schemas] });

    expect(await problems(JSON.stringify(document))).toEqual([]);
    expect(await problems(JSON.stringify(asyncApiDocument(info, { topics: [], schemas: [] })))).toEqual([]);
  });

  it("is not called valid by a parser that looks at nothing", async () => {
    expect(await problems(`{"asyncapi":"3.0.0","info":{"title":1}}`)).not.toEqual([]);
  });

  it.each(["nothing", "%2F..", "\u0000"])("of %j is not found", async (name) => {
    expect(["not_found", "invalid_input"]).toContain(refused(await topic({ name })).code);
    const team = await runQuery(database.web, exportTeamAsyncApi, people.stranger, { team: name });
    expect(["not_found", "invalid_input"]).toContain(refused(team).code);
    expect(refused(await topic({ format: "xml" })).code).toBe("invalid_input");
  });
});

describe("a data contract", () => {
  it("has the fields of the latest schema, with what the topic and they say about themselves", async () => {
    const { text, fileName } = succeeded(
      await runQuery(database.web, exportDataContract, people.stranger, { cluster: "local", name: TOPIC }),
    );
    expect(fileName).toBe(`local.${TOPIC}.odcs.yaml`);
    expect(parse(text)).toMatchObject({
      ...{ apiVersion: "v3.1.0", kind: "DataContract", name: TOPIC, domain: "orders", status: "active" },
      schema: [
        {
          name: "example.orders.Placed",
          properties: [
            { name: "id", description: "Chosen by the shop.", classification: "internal" },
            { name: "email", classification: "restricted", tags: ["PII"] },
          ],
        },
      ],
    });
  });
});
