import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Parser } from "@asyncapi/parser";
import { expect } from "@playwright/test";
import { Ajv2019 } from "ajv/dist/2019.js";
import addFormats from "ajv-formats";
import { makeSide, makeTopic, type Side } from "../support/access-world.ts";
import type { Client } from "../support/client.ts";
import { avro, makeVersion, type Schema } from "../support/schema-world.ts";
import type { Answer } from "../support/send.ts";
import { test } from "../support/test.ts";

/** The standard's own JSON Schema. (https://github.com/bitol-io/open-data-contract-standard, v3.1.0) */
const STANDARD = join(import.meta.dirname, "../../lib/server/exports/odcs-json-schema-v3.1.0.json");

const SCHEMAS: Schema[] = [
  avro("Placed", [
    { name: "id", type: "string" },
    {
      name: "lines",
      type: { type: "array", items: { type: "record", name: "Line", fields: [{ name: "sku", type: "string" }] } },
    },
  ]),
  {
    schemaType: "JSON",
    schema: JSON.stringify({
      title: "Placed",
      type: "object",
      properties: { id: { type: "string" } },
      required: ["id"],
    }),
  },
  {
    schemaType: "PROTOBUF",
    schema: 'syntax = "proto3";\npackage example.tests;\nmessage Placed {\n  string id = 1;\n}\n',
  },
];

let side: Side;
let topics: string[];

test.beforeAll(async ({ sessions }) => {
  test.setTimeout(180_000);
  side = await makeSide(sessions.admin, "exports");
  topics = [await makeTopic(side)];
  for (const schema of SCHEMAS) {
    const topic = await makeTopic(side);
    await makeVersion(side, topic, schema);
    topics.push(topic);
  }
});

async function exported(by: Client, path: string): Promise<Answer> {
  const answer = await by.get(path);
  expect(answer.status, answer.text.slice(0, 500)).toBe(200);
  expect(answer.headers["content-disposition"]).toMatch(/^attachment; filename=/);
  expect(answer.text).not.toMatch(/password|secret/i);
  return answer;
}

/** What the AsyncAPI parser finds wrong. */
async function asyncApiProblems(text: string): Promise<string[]> {
  const { document, diagnostics } = await new Parser().parse(text);
  const problems = diagnostics
    .filter(({ severity }) => severity === 0)
    .map(({ message, path }) => `${path}: ${message}`);
  return document ? problems : ["no document", ...problems];
}

test("a topic's AsyncAPI document is one by the AsyncAPI parser, as JSON and as YAML, with every kind of schema", async ({
  sessions,
}) => {
  test.setTimeout(180_000);
  for (const topic of topics) {
    for (const format of ["json", "yaml"]) {
      const { text } = await exported(sessions.auditor, `/topics/local/${topic}/asyncapi?format=${format}`);
      expect(await asyncApiProblems(text)).toEqual([]);
      expect(text).toContain(topic);
    }
  }
});

test("a team's AsyncAPI document holds all its topics, and is one by the parser", async () => {
  test.setTimeout(120_000);
  const { text } = await exported(side.member, `/teams/${side.team.slug}/asyncapi?format=json`);
  expect(await asyncApiProblems(text)).toEqual([]);
  for (const topic of topics) expect(text).toContain(topic);
});

test("a topic's data contract is one by the standard's own schema, with every kind of schema", async () => {
  const ajv = new Ajv2019({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const isContract = ajv.compile(JSON.parse(readFileSync(STANDARD, "utf8")) as object);
  for (const topic of topics) {
    const { body } = await exported(side.member, `/topics/local/${topic}/odcs?format=json`);
    expect([isContract(body), isContract.errors]).toEqual([true, null]);
  }
});

test("what is not there is exported by nobody", async () => {
  for (const path of [
    "/topics/local/no-such.v1/asyncapi",
    "/topics/local/no-such.v1/odcs",
    "/teams/no-such/asyncapi",
  ]) {
    expect((await side.member.get(path)).status).toBe(404);
  }
  expect((await side.member.get(`/topics/local/${topics[0]}/odcs?format=xml`)).status).toBe(400);
});
