import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { SubjectUse } from "./client-snippets/subject-use.ts";
import { SCHEMA_TYPES } from "./schema.ts";
import { subjectSnippets } from "./subject-snippets.ts";

const use: SubjectUse = {
  settings: {
    bootstrapServers: "one.example.test:9092",
    securityProtocol: "SASL_SSL",
    saslMechanism: "SCRAM-SHA-512",
    principal: "your-principal",
  },
  registryUrl: "https://registry.example.test",
  topic: "orders.placed.v1",
  subject: "orders.placed.v1-value",
  strategy: "TopicNameStrategy",
  part: "value",
  schemaType: "AVRO",
  recordName: "example.orders.Placed",
};
const folder = mkdtempSync(path.join(tmpdir(), "subject-snippets-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(SCHEMA_TYPES)("programs that use a subject of type %s", (schemaType) => {
  const snippets = subjectSnippets({ ...use, schemaType });

  it.each(snippets)("$fileName names cluster, registry and topic, and no secret", ({ text }) => {
    for (const named of ["one.example.test:9092", use.registryUrl, use.topic]) expect(text).toContain(named);
    expect(text).toContain("KAFKA_PASSWORD");
    expect(text).not.toMatch(/undefined|\[object/);
  });

  it.each(snippets.filter(({ operation }) => operation === "produce"))(
    "$fileName takes what is registered",
    ({ text }) => {
      expect(text).toMatch(/getLatestSchemaId|use\.latest\.version/);
    },
  );

  it.each(snippets.filter(({ tool }) => tool === "node"))("$fileName is read by node", ({ fileName, text }) => {
    const file = path.join(folder, `${schemaType}-${fileName}`);
    writeFileSync(file, text);
    expect(() => execFileSync(process.execPath, ["--check", file], { stdio: "pipe" })).not.toThrow();
  });
});

it("serializes the key where the subject is the key's, and by the record's name where that names it", () => {
  const java = subjectSnippets({ ...use, part: "key", strategy: "RecordNameStrategy" }).find(
    ({ fileName }) => fileName === "ProduceWithSchema.java",
  );
  expect(java?.text).toContain(`settings.put("key.serializer", "io.confluent.kafka.serializers.KafkaAvroSerializer")`);
  expect(java?.text).toContain(
    `settings.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer")`,
  );
  expect(java?.text).toContain(
    `settings.put("key.subject.name.strategy", "io.confluent.kafka.serializers.subject.RecordNameStrategy")`,
  );
});

it("lets no subject's name become a line of a program", () => {
  for (const { text, tool } of subjectSnippets({ ...use, subject: "a\nimport os; os.abort()\u2028b" })) {
    if (tool !== "node") expect(text.split(/[\n\u2028]/).filter((one) => one.startsWith("import os; os"))).toEqual([]);
    else if (text.includes("getLatestSchemaId")) expect(text).toContain(String.raw`"a\nimport os`);
  }
});
