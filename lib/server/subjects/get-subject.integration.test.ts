import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { consume, createTestAccess, granted, refused, succeeded, type TestAccess } from "../access/test-access.ts";
import { compareVersions } from "../queries/compare-versions.ts";
import { getSubject } from "../queries/get-subject.ts";
import { getTopicSchemas } from "../queries/get-topic-schemas.ts";
import { runQuery } from "../run-query.ts";
import { avro, manageSubject, observeSubject, schemaField } from "./test-subjects.ts";

const TOPIC = "orders.placed.v1";
const SUBJECT = `${TOPIC}-value`;
const ID = { name: "id", type: "string" };
const TOTAL = { name: "total", type: "long", default: 0 };

let database: TestDatabase;
let people: TestAccess;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestAccess(database.owner);
  const db = database.owner;
  const listeners = [
    { name: "SCRAM", bootstrapServers: "127.0.0.1:9092", securityProtocol: "SASL_SSL", saslMechanism: "SCRAM-SHA-512" },
  ];
  await db.cluster.update({ where: { slug: "local" }, data: { registryUrl: "http://127.0.0.1:8081", listeners } });
  const fields = [
    schemaField("id", { doc: "Chosen by the shop.", tags: ["PII"] }),
    schemaField("total", { type: "long" }),
  ];
  await observeSubject(db, SUBJECT, {
    versions: [
      { id: 1, schema: avro("Placed", [ID]), fields: [schemaField("id")] },
      { id: 2, schema: avro("Placed", [ID, TOTAL]), fields },
    ],
  });
  const id = await manageSubject(db, SUBJECT, { teamId: people.teamId, topic: TOPIC, part: "value", state: "drifted" });
  const version = await db.subjectVersion.create({
    data: { subjectId: id, ordinal: 1, schemaType: "AVRO", schema: avro("Placed", [ID]), hash: "hash-1" },
  });
  await db.subjectVersionStatus.update({
    where: { versionId: version.id },
    data: { state: "registered", registryVersion: 1, schemaId: 1 },
  });
  const waiting = await db.subjectVersion.create({
    data: { subjectId: id, ordinal: 2, schemaType: "AVRO", schema: avro("Placed", [ID]), hash: "hash-9" },
  });
  await db.subjectVersionStatus.update({
    where: { versionId: waiting.id },
    data: { state: "blocked", message: "incompatible" },
  });
  await observeSubject(db, "orders.paid.v1-key", {
    versions: [{ id: 3, schema: `"string"`, refs: [{ name: "Placed", subject: SUBJECT, version: 2 }] }],
  });
  await granted(database.web, people, consume(TOPIC, { consumerGroup: { name: "dashboards.orders" } }), {
    agreement: { neededFields: ["total"] },
  });
  await db.groupTopic.create({
    data: {
      clusterSlug: "local",
      groupId: "nobody.knows",
      topic: TOPIC,
      committed: 1n,
      lastActiveAt: new Date(),
      lag: 7n,
    },
  });
});
afterAll(() => database?.drop());

const read = (actor: Actor, input: object) => runQuery(database.web, getSubject, actor, { cluster: "local", ...input });
const subject = async (actor: Actor, name = SUBJECT) => succeeded(await read(actor, { subject: name }));

describe("a managed subject", () => {
  it("has what was decided and what was seen of its versions, the newest first", async () => {
    const { versions, shown, levels, state, latestVersion } = await subject(people.stranger);
    expect({ state, latestVersion }).toEqual({ state: "drifted", latestVersion: 2 });
    expect(versions).toMatchObject([
      { version: null, state: "blocked", message: "incompatible" },
      { version: 2, schemaId: 2, state: "unasked" },
      { version: 1, schemaId: 1, state: "registered" },
    ]);
    expect(shown).toMatchObject({
      version: 2,
      fields: [{ path: "id", tags: ["PII"] }, { path: "total" }],
      problem: null,
    });
    expect(levels).toEqual({ desired: "FULL", observed: "BACKWARD", own: false, global: null });
  });

  it("shows the version that is asked for", async () => {
    const { shown } = succeeded(await read(people.stranger, { subject: SUBJECT, version: "1" }));
    expect(shown).toMatchObject({ version: 1, definition: { schema: avro("Placed", [ID]), references: [] } });
    expect(refused(await read(people.stranger, { subject: SUBJECT, version: 7 })).code).toBe("not_found");
  });

  it("shows its readers to the owners, the platform and auditors; to others those of their own teams, and how many there are", async () => {
    const seenBy = async (actor: Actor) => {
      const { readers, readerCount } = await subject(actor);
      return { who: readers?.map(({ application, team }) => application?.slug ?? team?.slug ?? null), readerCount };
    };
    for (const actor of [people.member, people.admin])
      expect(await seenBy(actor)).toEqual({ who: ["dashboards", null], readerCount: 2 });
    expect(await seenBy(people.analyst)).toEqual({ who: ["dashboards"], readerCount: 2 });
    expect(await seenBy(people.stranger)).toEqual({ who: [], readerCount: 2 });
    const { readers } = await subject(people.member);
    expect(readers).toMatchObject([
      { promisedFields: ["total"], groups: [{ groupId: "dashboards.orders", lag: null }] },
      { promisedFields: [], groups: [{ groupId: "nobody.knows", lag: "7" }] },
    ]);
    const token: Actor = { ...people.member, kind: "token", tokenPermissions: ["subject.read"] };
    expect(await seenBy(token)).toEqual({ who: undefined, readerCount: 2 });
  });

  it("is referred to by others, and says what a person may do with it", async () => {
    const { referencedBy, may } = await subject(people.member);
    expect(referencedBy).toEqual([{ subject: "orders.paid.v1-key", version: 1 }]);
    expect(may).toMatchObject({ request: { allowed: true }, adopt: { allowed: true }, retry: { allowed: false } });
    expect((await subject(people.analyst)).may.request.allowed).toBe(false);
  });

  it("comes with programs that use it", async () => {
    const { snippets } = await subject(people.stranger);
    expect(snippets).toHaveLength(6);
    for (const { text } of snippets) expect(text).toContain("127.0.0.1:9092");
    await database.owner.cluster.update({ where: { slug: "local" }, data: { registryUrl: null } });
    const without = await subject(people.stranger);
    expect([without.snippets, without.registry.condition]).toEqual([[], "none"]);
    await database.owner.cluster.update({ where: { slug: "local" }, data: { registryUrl: "http://127.0.0.1:8081" } });
  });
});

describe("a subject that was only seen", () => {
  it("belongs to the topic of its name, whose team may adopt it", async () => {
    const seen = await subject(people.member, "orders.paid.v1-key");
    expect(seen).toMatchObject({
      ...{ state: "unmanaged", team: null, topic: "orders.paid.v1", part: "key", strategy: "TopicNameStrategy" },
      may: { request: { allowed: false }, adopt: { allowed: true } },
    });
    expect((await subject(people.analyst, "orders.paid.v1-key")).may.adopt.allowed).toBe(false);
  });

  it.each(["nothing", "orders.paid.v1-key ", "%2F..", "\u0000"])("is not found as %j", async (name) => {
    expect(["not_found", "invalid_input"]).toContain(refused(await read(people.admin, { subject: name })).code);
  });
});

describe("two versions", () => {
  const compare = (from: number, to: number, name = SUBJECT) =>
    runQuery(database.web, compareVersions, people.stranger, { cluster: "local", subject: name, from, to });

  it("are compared by meaning, in both directions, with their texts", async () => {
    const added = succeeded(await compare(1, 2));
    expect(added).toMatchObject({ problem: null, changes: [{ field: "total", what: "added" }] });
    expect([added.from.schema, added.to.schema]).toEqual([avro("Placed", [ID]), avro("Placed", [ID, TOTAL])]);
    expect(succeeded(await compare(2, 1)).changes).toMatchObject([{ field: "total", what: "removed" }]);
    expect(succeeded(await compare(2, 2)).changes).toEqual([]);
  });

  it("are not found where one was never seen, and say why where one cannot be understood", async () => {
    expect(refused(await compare(1, 3)).code).toBe("not_found");
    await observeSubject(database.owner, "broken", {
      versions: [
        { id: 8, schema: "{" },
        { id: 9, schema: `"string"` },
      ],
    });
    expect(succeeded(await compare(1, 2, "broken"))).toMatchObject({ changes: [], problem: expect.any(String) });
  });
});

describe("the schemas of a topic", () => {
  const schemas = async (actor: Actor, name = TOPIC) =>
    succeeded(await runQuery(database.web, getTopicSchemas, actor, { cluster: "local", name }));

  it("are what was decided for it and what has its name, with its readers in the same place", async () => {
    const { subjects, readers, readerCount, may } = await schemas(people.owner);
    expect(subjects).toMatchObject([{ subject: SUBJECT, part: "value", team: { slug: "orders" } }]);
    expect([readers?.length, readerCount]).toEqual([2, 2]);
    expect(may).toMatchObject({ request: { allowed: true }, sample: { allowed: true }, announce: { allowed: true } });
    expect(await schemas(people.member, "orders.paid.v1")).toMatchObject({
      subjects: [{ subject: "orders.paid.v1-key", part: "key", state: "unmanaged", topic: "orders.paid.v1" }],
      may: { announce: { allowed: false } },
    });
    expect((await schemas(people.member, "payments.made.v1")).subjects).toEqual([]);
  });

  it("say who may see records: not before the grant is active", async () => {
    expect((await schemas(people.analyst)).may.sample.allowed).toBe(false);
    await database.owner.grant.updateMany({ data: { state: "active" } });
    expect((await schemas(people.analyst)).may).toMatchObject({
      request: { allowed: false },
      sample: { allowed: true },
    });
    expect((await schemas(people.stranger)).may.sample.needed).toContain("a member of the team");
  });
});
