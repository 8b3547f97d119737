import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { seedPolicies } from "#lib/db/seed-policies";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { DEFAULT_POLICIES } from "#lib/ops/default-policies";
import { createTopic, refused, succeeded, type TestAccess } from "../access/test-access.ts";
import { approveRequest } from "../commands/approve-request.ts";
import { rejectRequest } from "../commands/reject-request.ts";
import { requestSchema } from "../commands/request-schema.ts";
import { withdrawRequest } from "../commands/withdraw-request.ts";
import { previewSchemaRequest } from "../queries/preview-schema-request.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import {
  createSchemaWorld,
  FIRST,
  judges,
  managedSubject,
  schemaAsked,
  schemaInput,
  sees,
  settles,
  understood,
  WITH_NOTE,
  WITHOUT_TOTAL,
} from "./test-schema-world.ts";
import { avro } from "./test-subjects.ts";

let database: TestDatabase;
let people: TestAccess;
let topic: string;
let subject: string;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createSchemaWorld(database.owner);
  await seedPolicies(
    database.urls.owner,
    DEFAULT_POLICIES.filter(({ rule }) => rule.kind === "schema"),
  );
});
afterAll(() => database?.drop());
beforeEach(async () => {
  topic = `orders.case-${count++}.v1`;
  subject = `${topic}-value`;
  await createTopic(database.owner, topic, people.teamId);
});

type Asked = { id: number; fingerprint: string };
const ask = (actor: Actor, schema: string, more: object = {}) =>
  runCommand(database.web, requestSchema, actor, schemaInput(schema, { topic, ...more }));
const asked = (schema: string, more: object = {}) =>
  schemaAsked(database.web, people.member, schema, { topic, ...more });
const approve = (actor: Actor, { id, fingerprint }: Asked) =>
  runCommand(database.web, approveRequest, actor, { requestId: id, fingerprint });
const requestRow = (id: number) => database.owner.request.findUniqueOrThrow({ where: { id } });
const subjectRow = () => database.owner.registrySubject.findFirst({ where: { name: subject } });
const versions = async () => {
  const { id: subjectId } = await database.owner.registrySubject.findFirstOrThrow({ where: { name: subject } });
  return database.owner.subjectVersion.findMany({ where: { subjectId }, orderBy: { ordinal: "asc" } });
};
const managed = (...all: [string, ...string[]]) => managedSubject(database, people, all, { topic });

describe("a first schema", () => {
  it("is desired once an owner has approved it, with its level, its team and what it is for", async () => {
    const request = await asked(FIRST, { compatibility: "FULL" });
    expect(request).toMatchObject({ state: "submitted", requiredApprovals: [{ id: "owner-of-team" }] });
    expect(await subjectRow()).toBeNull();

    expect(succeeded(await approve(people.owner, request)).state).toBe("approved");

    expect(await subjectRow()).toMatchObject({
      ...{ teamId: people.teamId, topicName: topic, part: "value", strategy: "TopicNameStrategy" },
      ...{ schemaType: "AVRO", compatibility: "FULL", generation: 1, deletion: null },
    });
    const { hash } = await understood(database.owner, FIRST);
    expect(await versions()).toMatchObject([
      { ordinal: 1, schema: FIRST, hash, desired: "registered", forced: false, requestId: BigInt(request.id) },
    ]);
    const status = await database.owner.subjectStatus.findFirst({
      where: { subjectId: (await subjectRow())?.id ?? "" },
    });
    expect(status).toMatchObject({ state: "pending", dueAt: expect.any(Date) });
  });

  it("has BACKWARD where nobody says anything else", async () => {
    succeeded(await approve(people.owner, await asked(FIRST)));
    expect(await subjectRow()).toMatchObject({ compatibility: "BACKWARD" });
  });

  it("needs nobody's word below production, and its record says so", async () => {
    await database.owner.cluster.update({ where: { slug: "local" }, data: { tier: "development" } });
    const request = await asked(FIRST);
    await database.owner.cluster.update({ where: { slug: "local" }, data: { tier: "production" } });

    expect(request).toMatchObject({ state: "approved", requiredApprovals: [] });
    expect(await versions()).toHaveLength(1);
    const trail = await database.owner.$queryRaw<{ action: string }[]>`
      SELECT action FROM audit_events WHERE request_id = ${String(request.id)} ORDER BY number`;
    expect(trail.map(({ action }) => action)).toEqual(["request.submitted", "request.approved"]);
  });

  it.each([
    ["a topic that is nobody's here", { topic: "orders.unknown.v1" }, "invalid_input", "topic"],
    ["another team's name", { team: "analytics" }, "invalid_input", "team"],
    ["no part", { part: null }, "invalid_input", "part"],
    ["a strategy that has no topic", { strategy: "RecordNameStrategy", part: null }, "invalid_input", "topic"],
    ["a text that is no schema", { schema: "{" }, "invalid_input", "schema"],
    ["an unknown cluster", { cluster: "ghost" }, "invalid_input", "cluster"],
    ["a level below the rules", { compatibility: "NONE" }, "policy_violated", "compatibility"],
    ["a strategy beside the rules", { strategy: "TopicRecordNameStrategy", part: null }, "policy_violated", "strategy"],
    ["force where there is nothing to force", { forced: true }, "conflict", "forced"],
  ])("is refused with %s, and nothing is stored", async (_, more, code, path) => {
    const before = await database.owner.request.count();
    const failure = refused(await ask(people.member, FIRST, more));
    expect(failure).toMatchObject({ code, errors: [expect.objectContaining({ path })] });
    expect(failure.detail).not.toMatch(/undefined|\[object/);
    expect(await database.owner.request.count()).toBe(before);
  });

  it("is for the team that owns the topic", async () => {
    expect(refused(await ask(people.stranger, FIRST)).code).toBe("forbidden");
    expect(refused(await ask(people.analyst, FIRST)).code).toBe("forbidden");
    expect(refused(await ask(people.admin, FIRST)).code).toBe("forbidden");
  });

  it("is named by its record where that is asked, for the team whose prefix it has", async () => {
    const own = avro("Placed", []).replace("example.orders", "orders.shared");
    const more = { strategy: "RecordNameStrategy", topic: null, part: null, team: "orders" };
    const request = await asked(own, more);
    expect(await requestRow(request.id)).toMatchObject({ objectName: "orders.shared.Placed", teamId: people.teamId });

    const foreign = avro("Made", []).replace("example.orders", "payments");
    expect(refused(await ask(people.member, foreign, more))).toMatchObject({
      errors: [
        {
          path: "team",
          message: "payments.Made belongs to payments, not to orders.".replace("payments,", "Payments,"),
        },
      ],
    });
    const nobodys = avro("Made", []);
    expect(refused(await ask(people.member, nobodys, more))).toMatchObject({
      errors: [{ path: "schema", message: "No team's names begin like example.orders.Made." }],
    });
  });

  it("is not named by a record so that it would be another topic's", async () => {
    const own = avro("value", []).replace("example.orders", "orders.placed.v1-value");
    const record = { strategy: "RecordNameStrategy", topic: null, part: null, team: "orders" };
    // Avro's names hold no hyphen; a JSON Schema's title is any text.
    expect(refused(await ask(people.member, own, record))).toMatchObject({ errors: [{ path: "schema" }] });
    const titled = { ...record, schemaType: "JSON" };
    const failure = refused(await ask(people.member, JSON.stringify({ title: "orders.placed.v1-value" }), titled));
    expect(failure).toMatchObject({ code: "invalid_input", errors: [{ path: "schema" }] });
  });

  it("is refused where the subject is in the registry already, and nobody's: that is adopted", async () => {
    await sees(database.owner, subject, { versions: [FIRST] });
    expect(refused(await ask(people.member, WITH_NOTE))).toMatchObject({
      code: "conflict",
      errors: [{ path: "subject" }],
    });
  });

  it("is refused where the cluster has no registry", async () => {
    await database.owner.cluster.update({ where: { slug: "local" }, data: { registryUrl: null } });
    const failure = refused(await ask(people.member, FIRST));
    await database.owner.cluster.update({ where: { slug: "local" }, data: { registryUrl: "http://127.0.0.1:8081" } });
    expect(failure).toMatchObject({ errors: [{ path: "cluster", message: "local has no schema registry." }] });
  });
});

describe("a next version", () => {
  it("that the registry finds compatible is desired once approved", async () => {
    await managed(FIRST);
    await judges(database.owner, subject, WITH_NOTE, { compatible: true });
    const request = await asked(WITH_NOTE);
    expect(request).toMatchObject({ state: "submitted", requiredApprovals: [{ id: "owner-of-team" }] });

    succeeded(await approve(people.owner, request));

    expect(await versions()).toMatchObject([
      { schema: FIRST },
      { ordinal: 2, schema: WITH_NOTE, desired: "registered" },
    ]);
    expect(await subjectRow()).toMatchObject({ generation: 2 });
  });

  it("that the registry has not judged waits: nobody approves what it has not looked at", async () => {
    await managed(FIRST);
    const request = await asked(WITH_NOTE);
    const failure = refused(await approve(people.owner, request));
    expect(failure).toMatchObject({ code: "unavailable", detail: expect.stringContaining("has not judged") });
    expect((await requestRow(request.id)).state).toBe("submitted");

    await judges(database.owner, subject, WITH_NOTE, { compatible: true, level: "FULL" });
    expect(refused(await approve(people.owner, request)).code).toBe("unavailable");
    await judges(database.owner, subject, WITH_NOTE, { compatible: true });
    expect(succeeded(await approve(people.owner, request)).state).toBe("approved");
  });

  it("that is incompatible is refused in the registry's words; by ours where it gives none", async () => {
    await managed(FIRST);
    const retyped = avro("Placed", [{ name: "id", type: "int" }]);
    const messages = ["reader type: INT not compatible with writer type: STRING at /fields/0/type"];
    await judges(database.owner, subject, retyped, { compatible: false, messages });
    expect(refused(await ask(people.member, retyped))).toMatchObject({
      code: "conflict",
      detail: `The registry finds it incompatible: ${messages[0]}.`,
    });

    await judges(database.owner, subject, retyped, { compatible: false });
    expect(refused(await ask(people.member, retyped)).detail).toMatch(/^The registry finds it incompatible: .*id.*\.$/);
  });

  it("that turns out incompatible only later is read anew, then refused in the registry's words", async () => {
    await managed(FIRST);
    const retyped = avro("Placed", [
      { name: "id", type: "int" },
      { name: "total", type: "long" },
    ]);
    const request = await asked(retyped);
    await judges(database.owner, subject, retyped, { compatible: false, messages: ["no"] });

    expect(refused(await approve(people.owner, request)).code).toBe("stale_plan");
    const { fingerprint, state } = await requestRow(request.id);
    expect(state).toBe("submitted");
    const failure = refused(await approve(people.owner, { id: request.id, fingerprint }));
    expect(failure).toMatchObject({ code: "conflict", detail: "The registry finds it incompatible: no." });
  });

  it("is high risk when it is forced, for an owner and for all who read", async () => {
    await managed(FIRST);
    const retyped = avro("Placed", [{ name: "id", type: "int" }]);
    await judges(database.owner, subject, retyped, { compatible: false, messages: ["no"] });
    const request = await asked(retyped, { forced: true });
    expect(await requestRow(request.id)).toMatchObject({ risk: "high", patch: { forced: true } });
    expect(request.plan.changes[0]).toMatchObject({ to: "NONE, then BACKWARD again", kind: "destructive" });

    succeeded(await approve(people.owner, request));
    expect((await versions()).at(-1)).toMatchObject({ forced: true });
    expect(await subjectRow()).toMatchObject({ compatibility: "BACKWARD" });
  });

  it("is not forced where the registry takes it as it is", async () => {
    await managed(FIRST);
    await judges(database.owner, subject, WITH_NOTE, { compatible: true });
    expect(refused(await ask(people.member, WITH_NOTE, { forced: true }))).toMatchObject({
      code: "conflict",
      errors: [{ path: "forced" }],
    });
  });

  it("is not one that is there already, however its text is laid out", async () => {
    await managed(FIRST);
    const sameMeaning = JSON.stringify(JSON.parse(FIRST), null, 4);
    expect(refused(await ask(people.member, sameMeaning))).toMatchObject({
      errors: [{ path: "schema", message: `It is version 1 of ${subject} already.` }],
    });
  });

  it("keeps the subject's level; another one is a request of its own", async () => {
    await managed(FIRST);
    expect(refused(await ask(people.member, WITH_NOTE, { compatibility: "FULL" }))).toMatchObject({
      code: "conflict",
      errors: [{ path: "compatibility" }],
    });
  });

  it("waits while the registry holds something else than was decided", async () => {
    await managed(FIRST);
    await database.owner.subjectStatus.updateMany({
      where: { subjectId: (await subjectRow())?.id ?? "" },
      data: { state: "drifted" },
    });
    expect(refused(await ask(people.member, WITH_NOTE))).toMatchObject({ errors: [{ path: "subject" }] });
  });
});

describe("while it waits", () => {
  it("another latest version in the registry makes it another plan, which has to be read", async () => {
    await managed(FIRST);
    await judges(database.owner, subject, WITH_NOTE, { compatible: true });
    const request = await asked(WITH_NOTE);
    const other = avro("Placed", [
      { name: "id", type: "string", doc: "The order." },
      { name: "total", type: "long", doc: "Cents." },
    ]);
    await sees(database.owner, subject, { versions: [FIRST, other] });

    expect(refused(await approve(people.owner, request)).code).toBe("unavailable");
    await judges(database.owner, subject, WITH_NOTE, { compatible: true });
    expect(refused(await approve(people.owner, request)).code).toBe("stale_plan");
    const { fingerprint, plan } = await requestRow(request.id);
    expect(JSON.stringify(plan)).toContain("version 2 (");
    expect(succeeded(await approve(people.owner, { id: request.id, fingerprint })).state).toBe("approved");
  });

  it("it becomes stale when the very schema came there from outside", async () => {
    await managed(FIRST);
    await judges(database.owner, subject, WITH_NOTE, { compatible: true });
    const request = await asked(WITH_NOTE);
    await sees(database.owner, subject, { versions: [FIRST, WITH_NOTE] });
    expect(refused(await approve(people.owner, request))).toMatchObject({
      code: "stale_plan",
      detail: `It is version 2 of ${subject} already.`,
    });
    expect((await requestRow(request.id)).state).toBe("stale");
  });

  it("it becomes stale when the topic is another team's", async () => {
    const request = await asked(FIRST);
    await database.owner.topic.updateMany({ where: { name: topic }, data: { teamId: people.analyticsTeamId } });
    expect(refused(await approve(people.owner, request))).toMatchObject({
      code: "stale_plan",
      detail: `${subject} is not Orders's any more.`,
    });
    expect((await requestRow(request.id)).state).toBe("stale");
  });

  it("it is judged by the level of then", async () => {
    await managed(FIRST);
    await judges(database.owner, subject, WITH_NOTE, { compatible: true });
    const request = await asked(WITH_NOTE);
    await database.owner.registrySubject.updateMany({ where: { name: subject }, data: { compatibility: "FULL" } });
    expect(refused(await approve(people.owner, request)).code).toBe("unavailable");
    await judges(database.owner, subject, WITH_NOTE, { compatible: true, level: "FULL" });
    expect(succeeded(await approve(people.owner, request)).state).toBe("approved");
    expect(await subjectRow()).toMatchObject({ compatibility: "FULL" });
  });

  it("it waits for the level that was decided, and says what has to happen first", async () => {
    await managed(FIRST);
    const request = await asked(WITH_NOTE);
    expect(refused(await approve(people.owner, request)).detail).toContain("it is being asked");
    await database.owner.registrySubject.updateMany({ where: { name: subject }, data: { compatibility: "FULL" } });
    expect(refused(await approve(people.owner, request))).toMatchObject({
      code: "unavailable",
      detail:
        `${subject}'s level in the registry is BACKWARD, and FULL was decided: it is judged once the worker has set it, ` +
        "or the difference is reverted or adopted.",
    });
  });

  it("it cannot be approved while the registry holds something else than was decided", async () => {
    await managed(FIRST);
    await judges(database.owner, subject, WITH_NOTE, { compatible: true });
    const request = await asked(WITH_NOTE);
    const { id: subjectId } = await database.owner.registrySubject.findFirstOrThrow({ where: { name: subject } });
    const become = (state: string) => database.owner.subjectStatus.update({ where: { subjectId }, data: { state } });
    await become("drifted");
    expect(refused(await approve(people.owner, request))).toMatchObject({
      code: "conflict",
      errors: [{ path: "subject" }],
    });
    await become("ready");
    expect(succeeded(await approve(people.owner, request)).state).toBe("approved");
  });

  it("no second one is taken", async () => {
    const request = await asked(FIRST);
    expect(refused(await ask(people.owner, WITH_NOTE))).toMatchObject({
      code: "conflict",
      detail: expect.stringContaining(`request ${request.id} has to be decided first`),
    });
    succeeded(await runCommand(database.web, rejectRequest, people.owner, { requestId: request.id, reason: "No." }));
    expect((await asked(WITH_NOTE)).state).toBe("submitted");
  });

  it("a preview says the same as the command, and stores nothing", async () => {
    await managed(FIRST);
    await judges(database.owner, subject, WITHOUT_TOTAL, { compatible: true });
    const answer = await runQuery(
      database.web,
      previewSchemaRequest,
      people.member,
      schemaInput(WITHOUT_TOTAL, { topic }),
    );
    const preview = succeeded(answer);
    expect(preview).toMatchObject({
      submittable: true,
      risk: "high",
      nextMajorTopic: topic.replace("v1", "v2"),
      impact: {
        base: { version: 1 },
        changes: [{ field: "total", what: "removed" }],
        verdict: { state: "judged", compatible: true },
      },
    });
    expect(await database.owner.request.count({ where: { objectName: subject, state: "submitted" } })).toBe(0);
    const request = await asked(WITHOUT_TOTAL);
    expect(request.fingerprint).toBe(preview.fingerprint);
    expect(request.plan).toEqual(preview.plan);
  });
});

describe("at the same moment", () => {
  it.each(["two people", "one person twice"])("only one of two submissions for one subject wins: %s", async (who) => {
    const second = who === "two people" ? people.owner : people.member;
    const results = await Promise.all([ask(people.member, FIRST), ask(second, WITH_NOTE)]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({
      failure: { code: "conflict", errors: [{ path: "subject" }] },
    });
  });

  it("one of two approvals wins, and there is one version", async () => {
    const request = await asked(FIRST);
    const results = await Promise.all([approve(people.owner, request), approve(people.secondOwner, request)]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({ failure: { code: "conflict" } });
    expect(await versions()).toHaveLength(1);
  });

  it("it is approved or withdrawn, never both", async () => {
    const request = await asked(FIRST);
    const [approved, withdrawn] = await Promise.all([
      approve(people.owner, request),
      runCommand(database.web, withdrawRequest, people.member, { requestId: request.id, reason: "" }),
    ]);
    expect([approved.ok, withdrawn.ok].filter(Boolean)).toHaveLength(1);
    expect((await requestRow(request.id)).state).toBe(approved.ok ? "approved" : "withdrawn");
    expect((await subjectRow()) !== null).toBe(approved.ok);
  });

  it("a version and the next are registered in the order of their approvals", async () => {
    await managed(FIRST);
    await judges(database.owner, subject, WITH_NOTE, { compatible: true });
    succeeded(await approve(people.owner, await asked(WITH_NOTE)));
    await settles(database.owner, subject);
    expect((await versions()).map(({ ordinal }) => ordinal)).toEqual([1, 2]);
  });
});
