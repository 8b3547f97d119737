import { describe, expect, it } from "vitest";
import { topicsDescribedBy } from "#lib/db/stores/observed-subjects";
import type { Actor } from "#lib/domain/actor";
import { consume, createTopic, granted, refused, succeeded } from "../access/test-access.ts";
import { rejectRequest } from "../commands/reject-request.ts";
import { requestSchema } from "../commands/request-schema.ts";
import { requestSubjectAdoption } from "../commands/request-subject-adoption.ts";
import { requestSubjectDeletion } from "../commands/request-subject-deletion.ts";
import { getRequest } from "../queries/get-request.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { SchemaBench } from "./test-schema-bench.ts";
import { FIRST, judges, schemaInput, sees, settles, WITH_NOTE, WITHOUT_TOTAL } from "./test-schema-world.ts";
import { avro, observeSubject } from "./test-subjects.ts";

const bench = SchemaBench.prepare();

const readerSlot = () => `reader:${bench.people.analyticsTeamId}`;
const read = (item: object = {}, more: object = {}) =>
  granted(bench.database.web, bench.people, consume(bench.topic, item), more);
const approve = async (actor: Actor, request: { id: number; fingerprint: string }) =>
  succeeded(await bench.approve(actor, request));
const slots = ({ requiredApprovals }: { requiredApprovals: { id: string }[] }) => requiredApprovals.map(({ id }) => id);

const withField = (schema: string, field: object) => {
  const record = JSON.parse(schema) as { fields: object[] };
  return JSON.stringify({ ...record, fields: [...record.fields, field] });
};

describe("readers are asked all the same", () => {
  it("when all was deleted before, and the subject begins anew with less", async () => {
    await bench.managed(FIRST);
    await read();
    const input = { cluster: "local", subject: bench.subject, reason: "To begin anew." };
    const deletion = succeeded(
      await runCommand(bench.database.web, requestSubjectDeletion, bench.people.member, input),
    );
    await approve(bench.people.owner, deletion);
    await approve(bench.people.admin, deletion);
    await settles(bench.database.owner, bench.subject);
    await sees(bench.database.owner, bench.subject, { versions: [] });

    expect(slots(await bench.asked(WITHOUT_TOTAL))).toEqual([readerSlot(), "owner-of-team"]);
  });

  it("when the version that had what goes was deleted just before", async () => {
    const promise = { name: "promise", type: "string", default: "", doc: "When it comes." };
    const [first, noted, promised] = [FIRST, WITH_NOTE, withField(FIRST, promise)];
    await bench.managed(first);
    await judges(bench.database.owner, bench.subject, noted, { compatible: true });
    await approve(bench.people.owner, await bench.asked(noted));
    await settles(bench.database.owner, bench.subject);
    await sees(bench.database.owner, bench.subject, { versions: [first, noted] });
    await read({}, { agreement: { neededFields: ["note"] } });
    const input = { cluster: "local", subject: bench.subject, versions: [2], reason: "It was a mistake." };
    const deletion = succeeded(
      await runCommand(bench.database.web, requestSubjectDeletion, bench.people.member, input),
    );
    await approve(bench.people.owner, deletion);
    await approve(bench.people.admin, deletion);
    await settles(bench.database.owner, bench.subject);
    await sees(bench.database.owner, bench.subject, { versions: [first, { schema: noted, deleted: true }] });

    await judges(bench.database.owner, bench.subject, promised, { compatible: true });
    const request = await bench.asked(promised);
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
    await bench.managed(WITH_NOTE);
    await judges(bench.database.owner, bench.subject, FIRST, { compatible: true });
    await approve(bench.people.owner, await bench.asked(FIRST));
    await settles(bench.database.owner, bench.subject);
    await sees(bench.database.owner, bench.subject, { versions: [WITH_NOTE, { schema: FIRST, deleted: true }] });
    await read();
    const promised = withField(WITH_NOTE, { name: "promise", type: "string", default: "", doc: "When it comes." });
    await judges(bench.database.owner, bench.subject, promised, { compatible: true });
    expect(slots(await bench.asked(promised))).toEqual(["owner-of-team"]);
  });

  it("when nothing of the subject is seen for a moment", async () => {
    await bench.managed(FIRST);
    await read();
    await sees(bench.database.owner, bench.subject, { versions: [] });
    expect(slots(await bench.asked(WITHOUT_TOTAL))).toContain(readerSlot());
  });

  it("when what changes is used by what describes their topic, by way of a third, and by nobody's subject", async () => {
    const id = 10_000 + 10 * bench.count;
    const [shared, between] = [`orders.shared-${bench.count}`, `orders.between-${bench.count}`];
    const refsTo = (name: string) => [{ name, subject: name, version: 1 }];
    await observeSubject(bench.database.owner, shared, { versions: [{ id, schema: "{}" }] });
    await observeSubject(bench.database.owner, between, {
      versions: [{ id: id + 1, schema: "{}", refs: refsTo(shared) }],
    });
    await observeSubject(bench.database.owner, bench.subject, {
      versions: [{ id: id + 2, schema: "{}", refs: refsTo(between) }],
    });
    expect(await topicsDescribedBy(bench.database.web, "local", shared)).toEqual([bench.topic]);
  });
});

describe("a record that belongs to no topic", () => {
  const byRecord = { strategy: "RecordNameStrategy", topic: null, part: null, team: "orders" };
  const record = (...fields: object[]) =>
    avro("Placed", fields).replace("example.orders", `orders.shared${bench.count}`);
  const id = { name: "id", type: "string", doc: "The order." };
  const total = { name: "total", type: "long", doc: "In cents." };

  const registered = async () => {
    const name = `orders.shared${bench.count}.Placed`;
    await approve(bench.people.owner, await bench.asked(record(id, total), byRecord));
    await settles(bench.database.owner, name);
    await sees(bench.database.owner, name, { versions: [record(id, total)] });
    await judges(bench.database.owner, name, record(id), { compatible: true });
    return name;
  };

  it("has readers whom nobody knows: the platform speaks for them", async () => {
    await registered();
    const request = await bench.asked(record(id), byRecord);
    expect(slots(request)).toEqual(["owner-of-team", "platform-admin"]);
    expect(request.plan.effects.map(({ text }) => text)).toContain(
      "Nobody knows who reads it: it belongs to no topic.",
    );
  });

  it("is its owners' alone where nobody loses anything, or where a topic's subject uses it", async () => {
    const name = await registered();
    const note = { name: "note", type: "string", default: "", doc: "What the customer said." };
    await judges(bench.database.owner, name, record(id, total, note), { compatible: true });
    const widened = await bench.asked(record(id, total, note), byRecord);
    expect(slots(widened)).toEqual(["owner-of-team"]);
    succeeded(
      await runCommand(bench.database.web, rejectRequest, bench.people.owner, {
        requestId: widened.id,
        reason: "Not now.",
      }),
    );

    const refs = [{ name, subject: name, version: 1 }];
    await observeSubject(bench.database.owner, bench.subject, {
      versions: [{ id: 20_000 + bench.count, schema: "{}", refs }],
    });
    expect(slots(await bench.asked(record(id), byRecord))).toEqual(["owner-of-team"]);
  });
});

describe("a version that the registry refused", () => {
  it("is not tried again once a later one was approved: nobody was asked what it takes from that", async () => {
    await bench.managed(FIRST);
    await judges(bench.database.owner, bench.subject, WITHOUT_TOTAL, { compatible: true });
    await approve(bench.people.owner, await bench.asked(WITHOUT_TOTAL));
    await bench.database.owner.$executeRaw`
      UPDATE subject_version_status w SET state = 'blocked' FROM subject_versions v JOIN subjects s ON s.id = v.subject_id
      WHERE v.id = w.version_id AND s.name = ${bench.subject} AND v.ordinal = 2`;
    await judges(bench.database.owner, bench.subject, WITH_NOTE, { compatible: true });
    await approve(bench.people.owner, await bench.asked(WITH_NOTE));
    const versions = await bench.database.owner.$queryRaw<{ desired: string }[]>`
      SELECT v.desired FROM subject_versions v JOIN subjects s ON s.id = v.subject_id WHERE s.name = ${bench.subject} ORDER BY v.ordinal`;
    expect(versions.map(({ desired }) => desired)).toEqual(["registered", "deleted", "registered"]);
  });
});

describe("a subject that programs look for by the name of a topic", () => {
  const titled = (title: string) => JSON.stringify({ title, type: "object", properties: {} });
  const byRecord = { strategy: "RecordNameStrategy", topic: null, part: null, team: "orders", schemaType: "JSON" };

  it("is not made by a record that is called so", async () => {
    const input = { ...schemaInput(titled(bench.subject)), ...byRecord };
    expect(refused(await runCommand(bench.database.web, requestSchema, bench.people.member, input))).toMatchObject({
      code: "invalid_input",
      errors: [{ path: "schema", message: expect.stringContaining(`by the name of ${bench.topic}`) }],
    });
  });

  it("is not adopted for another topic", async () => {
    const [quiet, theirs] = [`orders.quiet-${bench.count}.v1`, `payments.made-${bench.count}.v1`];
    await createTopic(bench.database.owner, quiet, bench.people.teamId);
    const payments = await bench.database.owner.team.findUniqueOrThrow({ where: { slug: "payments" } });
    await createTopic(bench.database.owner, theirs, payments.id);
    const adopts = (name: string) =>
      runCommand(bench.database.web, requestSubjectAdoption, bench.people.member, {
        ...{ cluster: "local", subject: name, topic: quiet, reason: "It is ours." },
      });
    for (const name of [bench.subject, `${theirs}-value`]) {
      await sees(bench.database.owner, name, { versions: [FIRST] });
      expect(refused(await adopts(name))).toMatchObject({ code: "invalid_input", errors: [{ path: "topic" }] });
    }
  });
});

describe("a team that reads", () => {
  it("learns from a request what changes, and nothing of the others who read", async () => {
    await bench.managed(FIRST);
    await judges(bench.database.owner, bench.subject, WITHOUT_TOTAL, { compatible: true });
    await read({ consumerGroup: { name: "dashboards.ours" } });
    await bench.database.owner.groupTopic.create({
      data: {
        clusterSlug: "local",
        groupId: "rival.theirs",
        topic: bench.topic,
        committed: 7n,
        lag: 3n,
        lastActiveAt: new Date(),
      },
    });
    const { id } = await bench.asked(WITHOUT_TOTAL);
    const seenBy = async (actor: Actor) =>
      JSON.stringify(succeeded(await runQuery(bench.database.web, getRequest, actor, { requestId: id })));
    expect(await seenBy(bench.people.owner)).toContain("rival.theirs");
    const view = await seenBy(bench.people.analyst);
    expect(view).toContain("Readers with the version before need it");
    expect(view).not.toContain("rival.theirs");
    expect(view).not.toContain("Payments");
  });
});
