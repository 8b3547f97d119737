import { describe, expect, it } from "vitest";
import { refused, succeeded } from "../access/test-access.ts";
import { SchemaBench } from "./test-schema-bench.ts";
import { FIRST, judges, sees, understood, WITH_NOTE } from "./test-schema-world.ts";
import { avro } from "./test-subjects.ts";

const bench = SchemaBench.prepare({ rules: true });

const subjectRow = () => bench.database.owner.registrySubject.findFirst({ where: { name: bench.subject } });

describe("a first schema", () => {
  it("is desired once an owner has approved it, with its level, its team and what it is for", async () => {
    const request = await bench.asked(FIRST, { compatibility: "FULL" });
    expect(request).toMatchObject({ state: "submitted", requiredApprovals: [{ id: "owner-of-team" }] });
    expect(await subjectRow()).toBeNull();

    expect(succeeded(await bench.approve(bench.people.owner, request)).state).toBe("approved");

    expect(await subjectRow()).toMatchObject({
      ...{ teamId: bench.people.teamId, topicName: bench.topic, part: "value", strategy: "TopicNameStrategy" },
      ...{ schemaType: "AVRO", compatibility: "FULL", generation: 1, deletion: null },
    });
    const { hash } = await understood(bench.database.owner, FIRST);
    expect(await bench.versions()).toMatchObject([
      { ordinal: 1, schema: FIRST, hash, desired: "registered", forced: false, requestId: BigInt(request.id) },
    ]);
    const status = await bench.database.owner.subjectStatus.findFirst({
      where: { subjectId: (await subjectRow())?.id ?? "" },
    });
    expect(status).toMatchObject({ state: "pending", dueAt: expect.any(Date) });
  });

  it("has BACKWARD where nobody says anything else", async () => {
    succeeded(await bench.approve(bench.people.owner, await bench.asked(FIRST)));
    expect(await subjectRow()).toMatchObject({ compatibility: "BACKWARD" });
  });

  it("needs nobody's word below production, and its record says so", async () => {
    await bench.database.owner.cluster.update({ where: { slug: "local" }, data: { tier: "development" } });
    const request = await bench.asked(FIRST);
    await bench.database.owner.cluster.update({ where: { slug: "local" }, data: { tier: "production" } });

    expect(request).toMatchObject({ state: "approved", requiredApprovals: [] });
    expect(await bench.versions()).toHaveLength(1);
    const trail = await bench.database.owner.$queryRaw<{ action: string }[]>`
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
    const before = await bench.database.owner.request.count();
    const failure = refused(await bench.ask(bench.people.member, FIRST, more));
    expect(failure).toMatchObject({ code, errors: [expect.objectContaining({ path })] });
    expect(failure.detail).not.toMatch(/undefined|\[object/);
    expect(await bench.database.owner.request.count()).toBe(before);
  });

  it("is for the team that owns the topic", async () => {
    expect(refused(await bench.ask(bench.people.stranger, FIRST)).code).toBe("forbidden");
    expect(refused(await bench.ask(bench.people.analyst, FIRST)).code).toBe("forbidden");
    expect(refused(await bench.ask(bench.people.admin, FIRST)).code).toBe("forbidden");
  });

  it("is named by its record where that is asked, for the team whose prefix it has", async () => {
    const own = avro("Placed", []).replace("example.orders", "orders.shared");
    const more = { strategy: "RecordNameStrategy", topic: null, part: null, team: "orders" };
    const request = await bench.asked(own, more);
    expect(await bench.requestRow(request.id)).toMatchObject({
      objectName: "orders.shared.Placed",
      teamId: bench.people.teamId,
    });

    const foreign = avro("Made", []).replace("example.orders", "payments");
    expect(refused(await bench.ask(bench.people.member, foreign, more))).toMatchObject({
      errors: [
        {
          path: "team",
          message: "payments.Made belongs to payments, not to orders.".replace("payments,", "Payments,"),
        },
      ],
    });
    const nobodys = avro("Made", []);
    expect(refused(await bench.ask(bench.people.member, nobodys, more))).toMatchObject({
      errors: [{ path: "schema", message: "No team's names begin like example.orders.Made." }],
    });
  });

  it("is not named by a record so that it would be another topic's", async () => {
    const own = avro("value", []).replace("example.orders", "orders.placed.v1-value");
    const record = { strategy: "RecordNameStrategy", topic: null, part: null, team: "orders" };
    // Avro's names hold no hyphen; a JSON Schema's title is any text.
    expect(refused(await bench.ask(bench.people.member, own, record))).toMatchObject({ errors: [{ path: "schema" }] });
    const titled = { ...record, schemaType: "JSON" };
    const failure = refused(
      await bench.ask(bench.people.member, JSON.stringify({ title: "orders.placed.v1-value" }), titled),
    );
    expect(failure).toMatchObject({ code: "invalid_input", errors: [{ path: "schema" }] });
  });

  it("is refused where the subject is in the registry already, and nobody's: that is adopted", async () => {
    await sees(bench.database.owner, bench.subject, { versions: [FIRST] });
    expect(refused(await bench.ask(bench.people.member, WITH_NOTE))).toMatchObject({
      code: "conflict",
      errors: [{ path: "subject" }],
    });
  });

  it("is refused where the cluster has no registry", async () => {
    await bench.database.owner.cluster.update({ where: { slug: "local" }, data: { registryUrl: null } });
    const failure = refused(await bench.ask(bench.people.member, FIRST));
    await bench.database.owner.cluster.update({
      where: { slug: "local" },
      data: { registryUrl: "http://127.0.0.1:8081" },
    });
    expect(failure).toMatchObject({ errors: [{ path: "cluster", message: "local has no schema registry." }] });
  });
});

describe("a next version", () => {
  it("that the registry finds compatible is desired once approved", async () => {
    await bench.managed(FIRST);
    await judges(bench.database.owner, bench.subject, WITH_NOTE, { compatible: true });
    const request = await bench.asked(WITH_NOTE);
    expect(request).toMatchObject({ state: "submitted", requiredApprovals: [{ id: "owner-of-team" }] });

    succeeded(await bench.approve(bench.people.owner, request));

    expect(await bench.versions()).toMatchObject([
      { schema: FIRST },
      { ordinal: 2, schema: WITH_NOTE, desired: "registered" },
    ]);
    expect(await subjectRow()).toMatchObject({ generation: 2 });
  });

  it("that the registry has not judged waits: nobody approves what it has not looked at", async () => {
    await bench.managed(FIRST);
    const request = await bench.asked(WITH_NOTE);
    const failure = refused(await bench.approve(bench.people.owner, request));
    expect(failure).toMatchObject({ code: "unavailable", detail: expect.stringContaining("has not judged") });
    expect((await bench.requestRow(request.id)).state).toBe("submitted");

    await judges(bench.database.owner, bench.subject, WITH_NOTE, { compatible: true, level: "FULL" });
    expect(refused(await bench.approve(bench.people.owner, request)).code).toBe("unavailable");
    await judges(bench.database.owner, bench.subject, WITH_NOTE, { compatible: true });
    expect(succeeded(await bench.approve(bench.people.owner, request)).state).toBe("approved");
  });

  it("that is incompatible is refused in the registry's words; by ours where it gives none", async () => {
    await bench.managed(FIRST);
    const retyped = avro("Placed", [{ name: "id", type: "int" }]);
    const messages = ["reader type: INT not compatible with writer type: STRING at /fields/0/type"];
    await judges(bench.database.owner, bench.subject, retyped, { compatible: false, messages });
    expect(refused(await bench.ask(bench.people.member, retyped))).toMatchObject({
      code: "conflict",
      detail: `The registry finds it incompatible: ${messages[0]}.`,
    });

    await judges(bench.database.owner, bench.subject, retyped, { compatible: false });
    expect(refused(await bench.ask(bench.people.member, retyped)).detail).toMatch(
      /^The registry finds it incompatible: .*id.*\.$/,
    );
  });

  it("that turns out incompatible only later is read anew, then refused in the registry's words", async () => {
    await bench.managed(FIRST);
    const retyped = avro("Placed", [
      { name: "id", type: "int" },
      { name: "total", type: "long" },
    ]);
    const request = await bench.asked(retyped);
    await judges(bench.database.owner, bench.subject, retyped, { compatible: false, messages: ["no"] });

    expect(refused(await bench.approve(bench.people.owner, request)).code).toBe("stale_plan");
    const { fingerprint, state } = await bench.requestRow(request.id);
    expect(state).toBe("submitted");
    const failure = refused(await bench.approve(bench.people.owner, { id: request.id, fingerprint }));
    expect(failure).toMatchObject({ code: "conflict", detail: "The registry finds it incompatible: no." });
  });

  it("is high risk when it is forced, for an owner and for all who read", async () => {
    await bench.managed(FIRST);
    const retyped = avro("Placed", [{ name: "id", type: "int" }]);
    await judges(bench.database.owner, bench.subject, retyped, { compatible: false, messages: ["no"] });
    const request = await bench.asked(retyped, { forced: true });
    expect(await bench.requestRow(request.id)).toMatchObject({ risk: "high", patch: { forced: true } });
    expect(request.plan.changes[0]).toMatchObject({ to: "NONE, then BACKWARD again", kind: "destructive" });

    succeeded(await bench.approve(bench.people.owner, request));
    expect((await bench.versions()).at(-1)).toMatchObject({ forced: true });
    expect(await subjectRow()).toMatchObject({ compatibility: "BACKWARD" });
  });

  it("is not forced where the registry takes it as it is", async () => {
    await bench.managed(FIRST);
    await judges(bench.database.owner, bench.subject, WITH_NOTE, { compatible: true });
    expect(refused(await bench.ask(bench.people.member, WITH_NOTE, { forced: true }))).toMatchObject({
      code: "conflict",
      errors: [{ path: "forced" }],
    });
  });

  it("is not one that is there already, however its text is laid out", async () => {
    await bench.managed(FIRST);
    const sameMeaning = JSON.stringify(JSON.parse(FIRST), null, 4);
    expect(refused(await bench.ask(bench.people.member, sameMeaning))).toMatchObject({
      errors: [{ path: "schema", message: `It is version 1 of ${bench.subject} already.` }],
    });
  });

  it("keeps the subject's level; another one is a request of its own", async () => {
    await bench.managed(FIRST);
    expect(refused(await bench.ask(bench.people.member, WITH_NOTE, { compatibility: "FULL" }))).toMatchObject({
      code: "conflict",
      errors: [{ path: "compatibility" }],
    });
  });

  it("waits while the registry holds something else than was decided", async () => {
    await bench.managed(FIRST);
    await bench.database.owner.subjectStatus.updateMany({
      where: { subjectId: (await subjectRow())?.id ?? "" },
      data: { state: "drifted" },
    });
    expect(refused(await bench.ask(bench.people.member, WITH_NOTE))).toMatchObject({ errors: [{ path: "subject" }] });
  });
});
