import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Failure, Result } from "#lib/domain/result";
import type { SchemaType } from "#lib/domain/schema";
import { refused, type TestAccess } from "../access/test-access.ts";
import { requestCompatibility } from "../commands/request-compatibility.ts";
import { requestSchema } from "../commands/request-schema.ts";
import { requestSubjectAdoption } from "../commands/request-subject-adoption.ts";
import { requestSubjectDeletion } from "../commands/request-subject-deletion.ts";
import { requestSubjectRevert } from "../commands/request-subject-revert.ts";
import { retrySubject } from "../commands/retry-subject.ts";
import type { Query } from "../define-query.ts";
import { compareVersions } from "../queries/compare-versions.ts";
import { draftSchema } from "../queries/draft-schema.ts";
import { getSchemaForm } from "../queries/get-schema-form.ts";
import { getSubject } from "../queries/get-subject.ts";
import { listSubjects } from "../queries/list-subjects.ts";
import { previewSchemaRequest } from "../queries/preview-schema-request.ts";
import { encodeCursor } from "../read/cursor.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { createSchemaWorld, FIRST, schemaInput, sees } from "./test-schema-world.ts";
import { avro } from "./test-subjects.ts";

let database: TestDatabase;
let people: TestAccess;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createSchemaWorld(database.owner);
  await sees(database.owner, "orders.shared-value", { versions: [FIRST] });
  await database.owner.cluster.create({
    data: {
      slug: "other",
      name: "Other",
      tier: "test",
      listeners: [],
      definitionHash: "-",
      registryUrl: "http://other",
    },
  });
});
afterAll(() => database?.drop());

type AnyCommand = Parameters<typeof runCommand>[1];
const run = (command: AnyCommand, input: unknown) => runCommand(database.web, command, people.member, input);
const ask = <Input extends z.ZodType, Output>(query: Query<Input, Output>, input: unknown) =>
  runQuery(database.web, query, people.member, input);
const stored = async () => [
  await database.owner.request.count(),
  await database.owner.registrySubject.count(),
  await database.owner.subjectVersion.count(),
];

/** Nothing of ours, of the database or of a parser's insides stands in what people read. */
function expectClear(failure: Failure): void {
  expect(failure.detail.length).toBeLessThan(2_000);
  expect(JSON.stringify(failure)).not.toMatch(
    /\bat .+:\d+:\d+|node_modules|Prisma|RangeError|Maximum call stack|\/lib\//,
  );
}

const reference = (more: object = {}) => ({
  name: "example.orders.Placed",
  subject: "orders.shared-value",
  version: 1,
  ...more,
});
const nested = (depth: number) => `${'{"type":"array","items":'.repeat(depth)}"int"${"}".repeat(depth)}`;
const nestedJson = (depth: number) => `${'{"properties":{"a":'.repeat(depth)}{}${"}}".repeat(depth)}`;
const nestedProto = (depth: number) => `syntax = "proto3";\n${"message M {".repeat(depth)}${"}".repeat(depth)}`;

const HOSTILE: [string, SchemaType, string, object?][] = [
  ["no JSON", "AVRO", "this is not a schema"],
  ["half of JSON", "AVRO", '{"type":"record"'],
  ["JSON that is no Avro", "AVRO", '{"type":"record","name":"1 2","fields":3}'],
  ["an empty list", "AVRO", "[]"],
  ["null", "JSON", "null"],
  ["a type of another kind", "AVRO", 'syntax = "proto3"; message A {}'],
  ["HTML", "JSON", "<!doctype html><script>alert(1)</script>"],
  ["text that is no Protobuf", "PROTOBUF", "message {"],
  ["an Avro type 10,000 levels deep", "AVRO", nested(7_000)],
  ["a JSON Schema 10,000 levels deep", "JSON", nestedJson(7_000)],
  ["Protobuf messages 10,000 levels deep", "PROTOBUF", nestedProto(10_000)],
  ["a JSON Schema of another address", "JSON", '{"$ref":"https://169.254.169.254/latest/meta-data"}'],
  ["a JSON Schema of a file", "JSON", '{"$ref":"file:///etc/passwd"}'],
  ["a Protobuf import of a file above", "PROTOBUF", 'syntax = "proto3"; import "../../etc/passwd"; message A {}'],
  ["a Protobuf import of a file at the root", "PROTOBUF", 'syntax = "proto3"; import "/etc/passwd"; message A {}'],
  ["a Protobuf import that nobody named", "PROTOBUF", 'syntax = "proto3"; import "other.proto"; message A {}'],
  ["an Avro type that nobody named", "AVRO", avro("A", [{ name: "b", type: "nowhere.B" }])],
  ["a NUL", "AVRO", `${FIRST}\u0000`],
  ["half of a surrogate pair", "AVRO", `${FIRST}\ud800`],
  ["only spaces", "JSON", "   "],
  ["more than may be sent", "AVRO", " ".repeat(200_001)],
  ["5 MB", "JSON", `{"description":"${"x".repeat(5_000_000)}"}`],
  ["a missing reference", "AVRO", FIRST, { references: [reference({ subject: "orders.ghost-value" })] }],
  ["a reference to a version that is not there", "AVRO", FIRST, { references: [reference({ version: 99 })] }],
  ["a reference beyond all numbers", "AVRO", FIRST, { references: [reference({ version: 2_147_483_648 })] }],
  ["a reference to version 0", "AVRO", FIRST, { references: [reference({ version: 0 })] }],
  ["a reference to what only another cluster has", "AVRO", FIRST, { cluster: "other", references: [reference()] }],
  ["a reference with a NUL", "AVRO", FIRST, { references: [reference({ subject: "a\u0000b" })] }],
  ["a reference to a path", "AVRO", FIRST, { references: [reference({ subject: "../../secret" })] }],
  ["more references than are followed", "AVRO", FIRST, { references: Array.from({ length: 51 }, () => reference()) }],
  ["references that are none", "AVRO", FIRST, { references: "all" }],
  ["a type that registries do not have", "AVRO", FIRST, { schemaType: "XML" }],
  ["a field that nobody knows", "AVRO", FIRST, { isAdmin: true }],
];

describe("a schema of", () => {
  it.each(HOSTILE)("%s is refused clearly, quickly, and stored nowhere", async (_, schemaType, schema, more = {}) => {
    const before = await stored();
    const input = schemaInput({ schema, schemaType }, more);
    const started = process.threadCpuUsage();
    const failure = refused(await run(requestSchema, input));

    const { user, system } = process.threadCpuUsage(started);
    expect((user + system) / 1_000).toBeLessThan(5_000);
    expect(failure.code).toBe("invalid_input");
    expect(failure.errors?.length).toBeGreaterThan(0);
    expect(failure.detail).toMatch(/^(schema|schemaType|references|topic|isAdmin)\b/);
    expectClear(failure);
    expect(await stored()).toEqual(before);
  });

  it.each(HOSTILE)("%s is previewed without an error of ours", async (_, schemaType, schema, more = {}) => {
    const answer = await ask(previewSchemaRequest, schemaInput({ schema, schemaType }, more));
    if (!answer.ok) expectClear(answer.failure);
    else expect(answer.value).toMatchObject({ submittable: false });
  });
});

describe("a schema that refers to itself", () => {
  it.each<[string, SchemaType, string]>([
    ["a tree", "JSON", '{"type":"object","properties":{"children":{"type":"array","items":{"$ref":"#"}}}}'],
    ["nothing but itself", "JSON", '{"$ref":"#"}'],
    ["a circle", "JSON", '{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}'],
    ["a list", "AVRO", avro("Node", [{ name: "next", type: ["null", "Node"], default: null }])],
    ["a message in itself", "PROTOBUF", 'syntax = "proto3"; message A { A next = 1; }'],
    ["a record that can never end", "AVRO", avro("Node", [{ name: "next", type: "Node" }])],
  ])("as %s is answered, whatever the answer", async (_, schemaType, schema) => {
    const answer = await ask(previewSchemaRequest, schemaInput({ schema, schemaType }));
    if (!answer.ok) expectClear(answer.failure);
  });
});

const NAMES = [
  "%2F..",
  "%2F../secret",
  "../../etc/passwd",
  "a\u0000b",
  "\ud800",
  "x".repeat(1_000),
  "x".repeat(1_001),
  "x".repeat(100_000),
  "'; DROP TABLE subjects; --",
  "%_\\",
  ":.ctx:a",
  "\u202eeulav",
  "",
  " ",
  "__proto__",
];

describe("a subject called", () => {
  const about = { cluster: "local", reason: "Why not." };
  it.each(NAMES)("%j is not found or refused, by every command", async (subject) => {
    const before = await stored();
    const answers: Result<unknown>[] = [
      await run(requestCompatibility, { ...about, subject, compatibility: "FULL" }),
      await run(requestSubjectAdoption, { ...about, subject, team: "orders" }),
      await run(requestSubjectRevert, { ...about, subject }),
      await run(requestSubjectDeletion, { ...about, subject, versions: [1] }),
      await run(retrySubject, { cluster: "local", subject }),
    ];
    for (const answer of answers) {
      const failure = refused(answer);
      expect(["invalid_input", "not_found"]).toContain(failure.code);
      expectClear(failure);
    }
    expect(await stored()).toEqual(before);
  });

  it.each(NAMES)("%j is answered by every query", async (name) => {
    const answers: Result<unknown>[] = [
      await ask(getSubject, { cluster: "local", subject: name }),
      await ask(getSubject, { cluster: name, subject: "orders.shared-value" }),
      await ask(getSubject, { cluster: "local", subject: "orders.shared-value", version: name }),
      await ask(compareVersions, { cluster: "local", subject: name, from: 1, to: 2 }),
      await ask(getSchemaForm, { cluster: "local", subject: name }),
      await ask(getSchemaForm, { topic: name }),
      await ask(listSubjects, { q: name }),
      await ask(listSubjects, { cursor: name }),
      await ask(listSubjects, { cursor: encodeCursor([name, name]) }),
      await ask(draftSchema, { schemaType: "AVRO", recordName: name, values: [{ [name]: name }] }),
    ];
    for (const answer of answers) if (!answer.ok) expectClear(answer.failure);
  });

  it.each([
    ["-1", 1],
    [0, 1],
    [1, 2_147_483_648],
    [1.5, 2],
    ["latest", 1],
    [null, 1],
  ])("orders.shared-value has no versions %j and %j to compare", async (from, to) => {
    const answer = await ask(compareVersions, { cluster: "local", subject: "orders.shared-value", from, to });
    expectClear(refused(answer));
  });
});

describe("a draft from values", () => {
  const draft = (values: unknown, more: object = {}) =>
    ask(draftSchema, { schemaType: "AVRO", recordName: "orders.Placed", values, ...more });
  const deep = (depth: number) => JSON.parse(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`) as unknown;

  it.each<[string, unknown]>([
    ["nothing", []],
    ["more values than a sample has", Array.from({ length: 51 }, () => ({}))],
    ["what is 10,000 levels deep", [deep(10_000)]],
    ["no list", { a: 1 }],
  ])("of %s is refused", async (_, values) => expectClear(refused(await draft(values))));

  it.each<[string, unknown]>([
    ["keys that are no names", [{ "": 1, " ": 2, "1a": 3, "a.b": 4, ü: 5, "a\nb": 6 }]],
    ["keys of every object", [JSON.parse('{"constructor":1,"toString":2,"hasOwnProperty":3}')]],
    ["values of every kind", [1, "a", null, [], {}, true, 1e300, -0]],
    ["a number beyond all", [{ a: 1e308, b: Number.MAX_VALUE }]],
  ])("of %s is one, or refused, and no error of ours", async (_, values) => {
    const answer = await draft(values);
    if (!answer.ok) expectClear(answer.failure);
  });
});
