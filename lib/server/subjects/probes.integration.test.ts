import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { consume, createTestAccess, granted, refused, succeeded, type TestAccess } from "../access/test-access.ts";
import { askCompatibility } from "../commands/ask-compatibility.ts";
import { askSample } from "../commands/ask-sample.ts";
import { revokeGrant } from "../commands/revoke-grant.ts";
import { getProbe } from "../queries/get-probe.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { avro, manageSubject } from "./test-subjects.ts";

const TOPIC = "orders.placed.v1";
const SUBJECT = `${TOPIC}-value`;

let database: TestDatabase;
let people: TestAccess;
/** Of the analyst, on {@link TOPIC}. */
let grantId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestAccess(database.owner);
  const db = database.owner;
  await db.cluster.update({ where: { slug: "local" }, data: { registryUrl: "http://127.0.0.1:8081" } });
  await manageSubject(db, SUBJECT, { teamId: people.teamId, topic: TOPIC, part: "value" });
  await db.topicObservation.createMany({
    data: ["legacy", "__consumer_offsets"].map((name) => ({
      ...{ clusterSlug: "local", name, kafkaTopicId: name, internal: false },
      ...{ partitions: 1, replicationFactor: 1, config: {} },
    })),
  });
  grantId = await granted(database.web, people, consume(TOPIC));
  await database.owner.grant.update({ where: { id: grantId }, data: { state: "active" } });
});
afterAll(() => database?.drop());
beforeEach(() => database.owner.probe.deleteMany());

const sample = (actor: Actor, more: object = {}) =>
  runCommand(database.web, askSample, actor, {
    cluster: "local",
    topic: TOPIC,
    reason: "A field looks wrong.",
    ...more,
  });
const check = (actor: Actor, more: object = {}) =>
  runCommand(database.web, askCompatibility, actor, {
    ...{
      cluster: "local",
      subject: SUBJECT,
      schemaType: "AVRO",
      schema: avro("Placed", [{ name: "id", type: "string" }]),
    },
    ...more,
  });
const look = (actor: Actor, probeId: string) => runQuery(database.web, getProbe, actor, { probeId });
const answer = (id: string, value: object) =>
  database.worker
    .$executeRaw`UPDATE probes SET answer = ${JSON.stringify(value)}::jsonb, answered_at = now() WHERE id = ${id}::uuid`;

describe("a sample", () => {
  it("is for the owning team and for teams whose grant is active, and recorded with who and why", async () => {
    for (const actor of [people.member, people.analyst, people.admin]) {
      const { probeId, expiresAt } = succeeded(await sample(actor, { count: 5 }));
      expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(120_000);
      const row = await database.owner.probe.findUniqueOrThrow({ where: { id: probeId } });
      expect(row).toMatchObject({ kind: "sample", clusterSlug: "local", question: { topic: TOPIC, count: 5 } });
      const [event] = await database.owner.auditEvent.findMany({ orderBy: { number: "desc" }, take: 1 });
      expect(event).toMatchObject({
        action: "topic.sampled",
        objectKind: "topic",
        objectName: TOPIC,
        actorName: actor.name,
      });
      expect(event).toMatchObject({ reason: "A field looks wrong.", after: { count: 5, cluster: "local", probeId } });
    }
    const failure = refused(await sample(people.stranger));
    expect(failure).toMatchObject({
      code: "forbidden",
      detail: expect.stringContaining("a member of a team with access to read it"),
    });
  });

  it("of a topic that nobody owns is for the platform alone, and of Kafka's own for nobody", async () => {
    succeeded(await sample(people.admin, { topic: "legacy" }));
    expect(refused(await sample(people.owner, { topic: "legacy" })).code).toBe("forbidden");
    expect(refused(await sample(people.admin, { topic: "orders.nowhere.v1" })).code).toBe("not_found");
    expect(refused(await sample(people.admin, { topic: "__consumer_offsets" })).code).toBe("invalid_input");
  });

  it("is read by who asked, while it lasts, and by nobody else", async () => {
    const { probeId } = succeeded(await sample(people.member));
    expect(succeeded(await look(people.member, probeId))).toMatchObject({
      kind: "sample",
      state: "waiting",
      sample: null,
      loss: null,
      offsets: null,
    });
    for (const actor of [people.owner, people.admin])
      expect(refused(await look(actor, probeId)).code).toBe("not_found");

    await answer(probeId, { ok: true, value: { records: [], note: "The topic is empty." } });
    expect(succeeded(await look(people.member, probeId))).toMatchObject({
      state: "answered",
      sample: { note: "The topic is empty." },
    });
    await database.owner.probe.update({ where: { id: probeId }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect(refused(await look(people.member, probeId)).code).toBe("not_found");
  });

  it("is not read by somebody whose access was revoked meanwhile", async () => {
    const { probeId } = succeeded(await sample(people.analyst));
    await answer(probeId, { ok: true, value: { records: [], note: "" } });
    succeeded(await look(people.analyst, probeId));
    succeeded(await runCommand(database.web, revokeGrant, people.owner, { grantId, reason: "No longer needed." }));

    expect(refused(await look(people.analyst, probeId)).code).toBe("not_found");
    expect(refused(await sample(people.analyst)).code).toBe("forbidden");
  });

  it.each([[0], [51], [1.5], ["many"]])("of %j records is refused", async (count) => {
    expect(refused(await sample(people.member, { count }))).toMatchObject({
      code: "invalid_input",
      errors: [{ path: "count" }],
    });
  });
});

describe("a question about compatibility", () => {
  it("carries the schema and the hash of its meaning to the worker, and leaves no record", async () => {
    const before = await database.owner.auditEvent.count();
    const { probeId } = succeeded(await check(people.member));
    const row = await database.owner.probe.findUniqueOrThrow({ where: { id: probeId } });
    expect(row.question).toMatchObject({
      ...{ subject: SUBJECT, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      definition: { schemaType: "AVRO", schema: expect.any(String), references: [] },
    });
    expect(await database.owner.auditEvent.count()).toBe(before);

    await answer(probeId, {
      ok: true,
      value: { compatible: false, level: "BACKWARD", messages: ["READER_FIELD_MISSING"] },
    });
    expect(succeeded(await look(people.member, probeId))).toMatchObject({
      state: "answered",
      verdict: { compatible: false, level: "BACKWARD", messages: ["READER_FIELD_MISSING"] },
    });
  });

  it("says in the worker's words why there is no answer", async () => {
    const { probeId } = succeeded(await check(people.member));
    await answer(probeId, { ok: false, message: "The registry does not answer." });
    expect(succeeded(await look(people.member, probeId))).toMatchObject({
      state: "failed",
      message: "The registry does not answer.",
    });
  });

  it("is for the team that owns the subject, or the topic and the prefix that its name begins with", async () => {
    succeeded(await check(people.owner, { subject: "orders.paid.v1-key" }));
    succeeded(await check(people.member, { subject: "orders.Placed" }));
    succeeded(await check(people.member, { subject: "orders.not-there.v1-value" }));
    for (const subject of [SUBJECT, "orders.paid.v1-key", "orders.Placed", "nobody-value", "payments.made.v1-value"])
      expect(refused(await check(people.analyst, { subject })).code).toBe("forbidden");
    expect(refused(await check(people.member, { cluster: "elsewhere" })).code).toBe("not_found");
  });

  it("names what is wrong with the text instead of asking", async () => {
    const failure = refused(await check(people.member, { schema: "{" }));
    expect(failure).toMatchObject({ code: "invalid_input", errors: [{ path: "schema" }] });
    expect(failure.extra).toMatchObject({ problems: [{ line: expect.any(Number) }] });
    expect(await database.owner.probe.count()).toBe(0);
  });

  it("is refused without a registry", async () => {
    await database.owner.cluster.update({ where: { slug: "local" }, data: { registryUrl: null } });
    expect(refused(await check(people.member)).code).toBe("conflict");
    await database.owner.cluster.update({ where: { slug: "local" }, data: { registryUrl: "http://127.0.0.1:8081" } });
  });

  it("waits ten times at most for one person, however many are asked at once; others are not held up", async () => {
    const asked = await Promise.all(Array.from({ length: 14 }, () => check(people.member)));
    expect(asked.filter(({ ok }) => ok)).toHaveLength(10);
    expect(refused(await check(people.member)).code).toBe("rate_limited");
    succeeded(await check(people.owner));
    await database.owner.probe.updateMany({ data: { answeredAt: new Date() } });
    succeeded(await check(people.member));
  });
});
