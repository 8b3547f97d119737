import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { topicsDescribedBy } from "#lib/db/stores/observed-subjects";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { consume, createTopic, granted, refused, succeeded, type TestAccess } from "../access/test-access.ts";
import { approveRequest } from "../commands/approve-request.ts";
import { rejectRequest } from "../commands/reject-request.ts";
import { requestSchema } from "../commands/request-schema.ts";
import { requestSubjectAdoption } from "../commands/request-subject-adoption.ts";
import { requestSubjectDeletion } from "../commands/request-subject-deletion.ts";
import { getRequest } from "../queries/get-request.ts";
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
  WITH_NOTE,
  WITHOUT_TOTAL,
} from "./test-schema-world.ts";
import { avro, observeSubject } from "./test-subjects.ts";

let database: TestDatabase;
let people: TestAccess;
let topic: string;
let subject: string;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createSchemaWorld(database.owner);
});
afterAll(() => database?.drop());
beforeEach(async () => {
  topic = `orders.round-${count++}.v1`;
  subject = `${topic}-value`;
  await createTopic(database.owner, topic, people.teamId);
});

const readerSlot = () => `reader:${people.analyticsTeamId}`;
const read = (item: object = {}, more: object = {}) => granted(database.web, people, consume(topic, item), more);
const approve = async (actor: Actor, { id, fingerprint }: { id: number; fingerprint: string }) =>
  succeeded(await runCommand(database.web, approveRequest, actor, { requestId: id, fingerprint }));
const asked = (schema: string, more: object = {}) =>
  schemaAsked(database.web, people.member, schema, { topic, ...more });
const slots = ({ requiredApprovals }: { requiredApprovals: { id: string }[] }) => requiredApprovals.map(({ id }) => id);

const withField = (schema: string, field: object) => {
  const record = JSON.parse(schema) as { fields: object[] };
  return JSON.stringify({ ...record, fields: [...record.fields, field] });
};

describe("readers are asked all the same", () => {
  it("when all was deleted before, and the subject begins anew with less", async () => {
    await managedSubject(database, people, [FIRST], { topic });
    await read();
    const input = { cluster: "local", subject, reason: "To begin anew." };
    const deletion = succeeded(await runCommand(database.web, requestSubjectDeletion, people.member, input));
    await approve(people.owner, deletion);
    await approve(people.admin, deletion);
    await settles(database.owner, subject);
    await sees(database.owner, subject, { versions: [] });

    expect(slots(await asked(WITHOUT_TOTAL))).toEqual([readerSlot(), "owner-of-team"]);
  });

  it("when the version that had what goes was deleted just before", async () => {
    const promise = { name: "promise", type: "string", default: "", doc: "When it comes." };
    const [first, noted, promised] = [FIRST, WITH_NOTE, withField(FIRST, promise)];
    await managedSubject(database, people, [first], { topic });
    await judges(database.owner, subject, noted, { compatible: true });
    await approve(people.owner, await asked(noted));
    await settles(database.owner, subject);
    await sees(database.owner, subject, { versions: [first, noted] });
    await read({}, { agreement: { neededFields: ["note"] } });
    const input = { cluster: "local", subject, versions: [2], reason: "It was a mistake." };
    const deletion = succeeded(await runCommand(database.web, requestSubjectDeletion, people.member, input));
    await approve(people.owner, deletion);
    await approve(people.admin, deletion);
    await settles(database.owner, subject);
    await sees(database.owner, subject, { versions: [first, { schema: noted, deleted: true }] });

    await judges(database.owner, subject, promised, { compatible: true });
    const request = await asked(promised);
    expect(slots(request)).toContain(readerSlot());
    expect(request.plan.changes.map(({ field }) => field)).toEqual([
      "schema",
      "field promise, added",
      "field note, removed",
    ]);
    expect(JSON.stringify(request.plan.effects)).toContain("Against version 2, which was deleted: ");
    expect(JSON.stringify(request.plan.effects)).toContain("It was promised note.");
  });

  it("but not when what was deleted had nothing that goes", async () => {
    await managedSubject(database, people, [WITH_NOTE], { topic });
    await judges(database.owner, subject, FIRST, { compatible: true });
    await approve(people.owner, await asked(FIRST));
    await settles(database.owner, subject);
    await sees(database.owner, subject, { versions: [WITH_NOTE, { schema: FIRST, deleted: true }] });
    await read();
    const promised = withField(WITH_NOTE, { name: "promise", type: "string", default: "", doc: "When it comes." });
    await judges(database.owner, subject, promised, { compatible: true });
    expect(slots(await asked(promised))).toEqual(["owner-of-team"]);
  });

  it("when nothing of the subject is seen for a moment", async () => {
    await managedSubject(database, people, [FIRST], { topic });
    await read();
    await sees(database.owner, subject, { versions: [] });
    expect(slots(await asked(WITHOUT_TOTAL))).toContain(readerSlot());
  });

  it("when what changes is used by what describes their topic, by way of a third, and by nobody's subject", async () => {
    const id = 10_000 + 10 * count;
    const [shared, between] = [`orders.shared-${count}`, `orders.between-${count}`];
    const refsTo = (name: string) => [{ name, subject: name, version: 1 }];
    await observeSubject(database.owner, shared, { versions: [{ id, schema: "{}" }] });
    await observeSubject(database.owner, between, { versions: [{ id: id + 1, schema: "{}", refs: refsTo(shared) }] });
    await observeSubject(database.owner, subject, { versions: [{ id: id + 2, schema: "{}", refs: refsTo(between) }] });
    expect(await topicsDescribedBy(database.web, "local", shared)).toEqual([topic]);
  });
});

describe("a record that belongs to no topic", () => {
  const byRecord = { strategy: "RecordNameStrategy", topic: null, part: null, team: "orders" };
  const record = (...fields: object[]) => avro("Placed", fields).replace("example.orders", `orders.shared${count}`);
  const id = { name: "id", type: "string", doc: "The order." };
  const total = { name: "total", type: "long", doc: "In cents." };

  const registered = async () => {
    const name = `orders.shared${count}.Placed`;
    await approve(people.owner, await asked(record(id, total), byRecord));
    await settles(database.owner, name);
    await sees(database.owner, name, { versions: [record(id, total)] });
    await judges(database.owner, name, record(id), { compatible: true });
    return name;
  };

  it("has readers whom nobody knows: the platform speaks for them", async () => {
    await registered();
    const request = await asked(record(id), byRecord);
    expect(slots(request)).toEqual(["owner-of-team", "platform-admin"]);
    expect(request.plan.effects.map(({ text }) => text)).toContain(
      "Nobody knows who reads it: it belongs to no topic.",
    );
  });

  it("is its owners' alone where nobody loses anything, or where a topic's subject uses it", async () => {
    const name = await registered();
    const note = { name: "note", type: "string", default: "", doc: "What the customer said." };
    await judges(database.owner, name, record(id, total, note), { compatible: true });
    const widened = await asked(record(id, total, note), byRecord);
    expect(slots(widened)).toEqual(["owner-of-team"]);
    succeeded(
      await runCommand(database.web, rejectRequest, people.owner, { requestId: widened.id, reason: "Not now." }),
    );

    const refs = [{ name, subject: name, version: 1 }];
    await observeSubject(database.owner, subject, { versions: [{ id: 20_000 + count, schema: "{}", refs }] });
    expect(slots(await asked(record(id), byRecord))).toEqual(["owner-of-team"]);
  });
});

describe("a version that the registry refused", () => {
  it("is not tried again once a later one was approved: nobody was asked what it takes from that", async () => {
    await managedSubject(database, people, [FIRST], { topic });
    await judges(database.owner, subject, WITHOUT_TOTAL, { compatible: true });
    await approve(people.owner, await asked(WITHOUT_TOTAL));
    await database.owner.$executeRaw`
      UPDATE subject_version_status w SET state = 'blocked' FROM subject_versions v JOIN subjects s ON s.id = v.subject_id
      WHERE v.id = w.version_id AND s.name = ${subject} AND v.ordinal = 2`;
    await judges(database.owner, subject, WITH_NOTE, { compatible: true });
    await approve(people.owner, await asked(WITH_NOTE));
    const versions = await database.owner.$queryRaw<{ desired: string }[]>`
      SELECT v.desired FROM subject_versions v JOIN subjects s ON s.id = v.subject_id WHERE s.name = ${subject} ORDER BY v.ordinal`;
    expect(versions.map(({ desired }) => desired)).toEqual(["registered", "deleted", "registered"]);
  });
});

describe("a subject that programs look for by the name of a topic", () => {
  const titled = (title: string) => JSON.stringify({ title, type: "object", properties: {} });
  const byRecord = { strategy: "RecordNameStrategy", topic: null, part: null, team: "orders", schemaType: "JSON" };

  it("is not made by a record that is called so", async () => {
    const input = { ...schemaInput(titled(subject)), ...byRecord };
    expect(refused(await runCommand(database.web, requestSchema, people.member, input))).toMatchObject({
      code: "invalid_input",
      errors: [{ path: "schema", message: expect.stringContaining(`by the name of ${topic}`) }],
    });
  });

  it("is not adopted for another topic", async () => {
    const [quiet, theirs] = [`orders.quiet-${count}.v1`, `payments.made-${count}.v1`];
    await createTopic(database.owner, quiet, people.teamId);
    const payments = await database.owner.team.findUniqueOrThrow({ where: { slug: "payments" } });
    await createTopic(database.owner, theirs, payments.id);
    const adopts = (name: string) =>
      runCommand(database.web, requestSubjectAdoption, people.member, {
        ...{ cluster: "local", subject: name, topic: quiet, reason: "It is ours." },
      });
    for (const name of [subject, `${theirs}-value`]) {
      await sees(database.owner, name, { versions: [FIRST] });
      expect(refused(await adopts(name))).toMatchObject({ code: "invalid_input", errors: [{ path: "topic" }] });
    }
  });
});

describe("a team that reads", () => {
  it("learns from a request what changes, and nothing of the others who read", async () => {
    await managedSubject(database, people, [FIRST], { topic });
    await judges(database.owner, subject, WITHOUT_TOTAL, { compatible: true });
    await read({ consumerGroup: { name: "dashboards.ours" } });
    await database.owner.groupTopic.create({
      data: { clusterSlug: "local", groupId: "rival.theirs", topic, committed: 7n, lag: 3n, lastActiveAt: new Date() },
    });
    const { id } = await asked(WITHOUT_TOTAL);
    const seenBy = async (actor: Actor) =>
      JSON.stringify(succeeded(await runQuery(database.web, getRequest, actor, { requestId: id })));
    expect(await seenBy(people.owner)).toContain("rival.theirs");
    const view = await seenBy(people.analyst);
    expect(view).toContain("Readers with the version before need it");
    expect(view).not.toContain("rival.theirs");
    expect(view).not.toContain("Payments");
  });
});
