import { expect } from "@playwright/test";
import { makeSide, makeTopic, type Side } from "../support/access-world.ts";
import { headersOf } from "../support/client.ts";
import { countRows } from "../support/database.ts";
import { expectRefusal } from "../support/refusal.ts";
import { registry } from "../support/registry-witness.ts";
import { FIRST, makeVersion, schemaRequest } from "../support/schema-world.ts";
import { send } from "../support/send.ts";
import { test } from "../support/test.ts";

/** A topic with a registered schema, and one without. */
type World = { side: Side; topic: string; subject: string; bare: string };

let world: World;

test.beforeAll(async ({ sessions }) => {
  const side = await makeSide(sessions.admin, "hostile");
  const topic = await makeTopic(side);
  world = { side, topic, subject: await makeVersion(side, topic, FIRST), bare: await makeTopic(side) };
});

const JSON_TYPE = { schemaType: "JSON" };
const PROTOBUF = { schemaType: "PROTOBUF" };
const deep = (levels: number) => `${'{"type":"array","items":'.repeat(levels)}"int"${"}".repeat(levels)}`;
const deepJson = (levels: number) => `${'{"properties":{"a":'.repeat(levels)}{}${"}}".repeat(levels)}`;
const importing = (path: string) => `syntax = "proto3"; import "${path}"; message A {}`;
const using = (more: object) => ({
  references: [{ name: "example.tests.Placed", subject: world.subject, version: 1, ...more }],
});

type Case = { what: string; change: () => object; path: string; status?: number };
const CASES: Case[] = [
  { what: "no JSON", change: () => ({ schema: "this is no schema" }), path: "schema" },
  { what: "half of JSON", change: () => ({ schema: '{"type":"record"' }), path: "schema" },
  { what: "HTML", change: () => ({ ...JSON_TYPE, schema: "<script>alert(1)</script>" }), path: "schema" },
  { what: "Avro that names nothing", change: () => ({ schema: '{"type":"nowhere.Known"}' }), path: "schema" },
  { what: "a type inside itself 10,000 times", change: () => ({ schema: deep(6_000) }), path: "schema" },
  { what: "a JSON Schema as deep", change: () => ({ ...JSON_TYPE, schema: deepJson(6_000) }), path: "schema" },
  {
    what: "an import of a file",
    change: () => ({ ...PROTOBUF, schema: importing("../../etc/passwd") }),
    path: "schema",
  },
  { what: "an import of the root", change: () => ({ ...PROTOBUF, schema: importing("/etc/passwd") }), path: "schema" },
  {
    what: "a reference to another machine",
    change: () => ({ ...JSON_TYPE, schema: '{"$ref":"http://169.254.169.254/latest"}' }),
    path: "schema",
  },
  { what: "nothing", change: () => ({ schema: "" }), path: "schema" },
  { what: "a NUL", change: () => ({ schema: `${FIRST.schema}\u0000` }), path: "schema" },
  { what: "more characters than are read", change: () => ({ schema: " ".repeat(200_001) }), path: "schema" },
  { what: "no text", change: () => ({ schema: { type: "string" } }), path: "schema" },
  { what: "a missing reference", change: () => using({ subject: "no-such-subject" }), path: "schema" },
  { what: "a missing version", change: () => using({ version: 99 }), path: "schema" },
  { what: "a version 2^31", change: () => using({ version: 2 ** 31 }), path: "references.0.version" },
  { what: "a version 0", change: () => using({ version: 0 }), path: "references.0.version" },
  { what: "a version in words", change: () => using({ version: "latest" }), path: "references.0.version" },
  { what: "an unnamed reference", change: () => using({ name: "" }), path: "references.0.name" },
  { what: "a subject with NUL", change: () => using({ subject: "a\u0000b" }), path: "references.0.subject" },
  {
    what: "a subject of 1,000 characters",
    change: () => using({ subject: "x".repeat(1_000) }),
    path: "references.0.subject",
  },
  { what: "a type of nobody's", change: () => ({ schemaType: "XML" }), path: "schemaType" },
  { what: "a part of nobody's", change: () => ({ part: "header" }), path: "part" },
  { what: "a level of nobody's", change: () => ({ compatibility: "backward" }), path: "compatibility" },
  { what: "a topic of nobody's", change: () => ({ topic: "no-such-team.absent.v1" }), path: "topic", status: 400 },
  { what: "a topic with a path", change: () => ({ topic: "../../secret" }), path: "topic" },
  { what: "a reason that is empty", change: () => ({ reason: "  " }), path: "reason" },
  { what: "a field that nobody knows", change: () => ({ owner: "me" }), path: "owner" },
];

test.describe("a schema that is asked for", () => {
  for (const { what, change, path, status = 400 } of CASES) {
    test(`with ${what}`, async () => {
      const before = await countRows();
      const answer = await world.side.member.post("/schema-requests", schemaRequest(world.bare, FIRST, change()));
      expectRefusal(answer, { status, path });
      expect(await countRows()).toEqual(before);
    });
  }

  test("with a body of 5 MB is not even read", async () => {
    const body = schemaRequest(world.bare, { ...FIRST, schema: "x".repeat(5_000_000) });
    expectRefusal(await world.side.member.post("/schema-requests", body), { status: 413 });
  });

  test("in a body that is itself 10,000 levels deep", async () => {
    const body = `{"values":${'[{"a":'.repeat(5_000)}1${"}]".repeat(5_000)},"schemaType":"AVRO","recordName":"a.B"}`;
    const headers = { ...headersOf(world.side.member.credential), "content-type": "application/json" };
    const answer = await send({ method: "POST", path: "/api/v1/schema-drafts", headers, body });
    expectRefusal(answer, { status: 400 });
  });
});

const PATHS = [
  ["that climbs", "%2e%2e%2fsecret"],
  ["that climbs twice encoded", "%252F..%252Fsecret"],
  ["with a slash", "a%2Fb"],
  ["with a NUL", "a%00b"],
  ["with half of UTF-8", "%ff"],
  ["with a line end", "a%0d%0aX-Other:%201"],
  ["of 1,000 characters", "x".repeat(1_000)],
  ["of 1,001 characters", "x".repeat(1_001)],
  ["of SQL", "'%3b%20DROP%20TABLE%20subjects%3b--"],
  ["of a context", ":.other:a"],
] as const;

test.describe("a subject's name in an address", () => {
  for (const [what, name] of PATHS) {
    test(`${what} leads nowhere`, async () => {
      const before = await countRows();
      const about = `/subjects/local/${name}`;
      const reason = "Why not.";
      const answers = [
        await world.side.member.get(about),
        await world.side.member.post(`${about}/compatibility`, { compatibility: "FULL", reason }),
        await world.side.member.post(`${about}/adoption`, { team: world.side.team.slug, reason }),
        await world.side.member.post(`${about}/revert`, { reason }),
        await world.side.member.post(`${about}/deletion`, { reason }),
        await world.side.member.post(`${about}/retry`, {}),
      ];
      for (const answer of answers) expectRefusal(answer, { status: [400, 404] });
      expect(await countRows()).toEqual(before);
    });
  }
});

test.describe("versions to be deleted", () => {
  for (const versions of [
    [0],
    [-1],
    [1.5],
    [2 ** 31],
    ["latest"],
    [],
    "all",
    Array.from({ length: 201 }, (_, at) => at),
  ]) {
    test(JSON.stringify(versions).slice(0, 40), async () => {
      const before = await countRows();
      const body = { versions, reason: "Why not." };
      const answer = await world.side.member.post(`/subjects/local/${world.subject}/deletion`, body);
      expectRefusal(answer, { status: 400 });
      expect(answer.text).toContain("versions");
      expect(await countRows()).toEqual(before);
    });
  }

  test("and after all of it the registry holds what it held", async () =>
    expect(await registry.versions(world.subject)).toEqual([1]));
});
