import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "#lib/domain/actor";
import { isReaderSlot, type Slot } from "#lib/domain/slot";
import { consume, granted, refused, succeeded } from "../access/test-access.ts";
import { commentRequest } from "../commands/comment-request.ts";
import { rejectRequest } from "../commands/reject-request.ts";
import { getInbox } from "../queries/get-inbox.ts";
import { getRequest } from "../queries/get-request.ts";
import { listRequests } from "../queries/list-requests.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { SchemaBench } from "./test-schema-bench.ts";
import { FIRST, judges, sees, WITH_NOTE, WITHOUT_TOTAL } from "./test-schema-world.ts";
import { avro } from "./test-subjects.ts";

const bench = SchemaBench.prepare();
beforeEach(async () => {
  await bench.managed(FIRST);
  await judges(bench.database.owner, bench.subject, WITHOUT_TOTAL, { compatible: true });
});

type Asked = { id: number; fingerprint: string };
const asked = (more: object = {}) => bench.asked(WITHOUT_TOTAL, more);
const reject = (actor: Actor, { id }: Asked) =>
  runCommand(bench.database.web, rejectRequest, actor, { requestId: id, reason: "We need it." });
const read = (item: object = {}, more: object = {}) =>
  granted(bench.database.web, bench.people, consume(bench.topic, item), more);
const seenGroup = (groupId: string, lag: bigint | null = null) =>
  bench.database.owner.groupTopic.create({
    data: { clusterSlug: "local", groupId, topic: bench.topic, committed: 7n, lag, lastActiveAt: new Date() },
  });
const slotsOf = async (id: number) => (await bench.requestRow(id)).slots as Slot[];
const readerSlot = () => `reader:${bench.people.analyticsTeamId}`;
const trail = (id: number) => bench.database.owner.$queryRaw<{ action: string; actor: string }[]>`
  SELECT action, actor_name AS actor FROM audit_events WHERE request_id = ${String(id)} ORDER BY number`;
const view = async (actor: Actor, id: number) =>
  succeeded(await runQuery(bench.database.web, getRequest, actor, { requestId: id }));

describe("a field that goes", () => {
  it("is acknowledged by who reads it before an owner can approve; the record says by whom", async () => {
    await read({ consumerGroup: { name: "dashboards.orders" } });
    await seenGroup("dashboards.orders", 12n);
    const request = await asked();
    expect(request.requiredApprovals.map(({ id }) => id)).toEqual([readerSlot(), "owner-of-team"]);
    expect(request.plan.effects.map(({ text }) => text)).toContain(
      "dashboards of Analytics reads it (dashboards.orders, 12 records behind).",
    );

    expect(refused(await bench.approve(bench.people.owner, request))).toMatchObject({
      code: "forbidden",
      detail: "Those who read it acknowledge first; then it can be approved.",
    });
    const acknowledged = succeeded(await bench.approve(bench.people.analyst, request));
    expect(acknowledged).toMatchObject({ state: "submitted", openSlots: [{ id: "owner-of-team" }] });
    expect(refused(await bench.approve(bench.people.analyst, request)).code).toBe("forbidden");
    expect(succeeded(await bench.approve(bench.people.owner, request)).state).toBe("approved");
    expect((await trail(request.id)).map(({ action, actor }) => [action, actor])).toEqual([
      ["request.submitted", "Orders developer"],
      ["request.acknowledged", "Analyst"],
      ["request.approved", "Orders owner"],
    ]);
  });

  it("names the fields that an agreement promised, to those who may know", async () => {
    await read({}, { agreement: { neededFields: ["id", "total"] } });
    const request = await asked();
    expect(JSON.stringify(request.plan.effects)).toContain("It was promised total.");
    for (const actor of [bench.people.owner, bench.people.analyst, bench.people.admin]) {
      expect((await view(actor, request.id)).schema).toMatchObject({
        impact: {
          changes: [{ field: "total", what: "removed", breaks: ["forward"] }],
          readers: [{ application: { slug: "dashboards" }, team: { name: "Analytics" }, promisedFields: ["total"] }],
          readerCount: 1,
        },
      });
    }
  });

  it("asks nobody where nobody reads, or only the team itself", async () => {
    await granted(
      bench.database.web,
      { ...bench.people, analyst: bench.people.member, owner: bench.people.owner },
      consume(bench.topic, { consumerGroup: { name: "orders-own.x" } }),
      { application: "orders-own" },
    );
    expect((await asked()).requiredApprovals.map(({ id }) => id)).toEqual(["owner-of-team"]);
  });

  it("asks nobody who loses nothing: one that is added", async () => {
    await read();
    await judges(bench.database.owner, bench.subject, WITH_NOTE, { compatible: true });
    const request = await bench.asked(WITH_NOTE);
    expect(request.requiredApprovals.map(({ id }) => id)).toEqual(["owner-of-team"]);
  });

  it("asks all who read when it is forced, whatever changes", async () => {
    await read();
    const required = avro("Placed", [
      { name: "id", type: "string", doc: "The order." },
      { name: "total", type: "long", doc: "In cents." },
      { name: "currency", type: "string" },
    ]);
    await judges(bench.database.owner, bench.subject, required, { compatible: false, messages: ["no default"] });
    const request = await bench.asked(required, { forced: true });
    expect(request.requiredApprovals.map(({ id }) => id)).toEqual([readerSlot(), "owner-of-team"]);
    expect((await bench.requestRow(request.id)).risk).toBe("high");
  });

  it("asks the platform where a group is nobody's", async () => {
    await seenGroup("nobody.knows");
    const request = await asked();
    expect(request.requiredApprovals.map(({ id }) => id)).toEqual(["owner-of-team", "platform-admin"]);
    succeeded(await bench.approve(bench.people.owner, request));
    expect(succeeded(await bench.approve(bench.people.admin, request)).state).toBe("approved");
  });

  it("asks the team in whose application's namespace a group is, though nobody granted it anything", async () => {
    await seenGroup("dashboards.copy");
    const request = await asked();
    expect(request.requiredApprovals.map(({ id }) => id)).toEqual([readerSlot(), "owner-of-team"]);
  });
});

describe("a reader", () => {
  it("cannot reject, and nobody has to wait for them to: an owner can", async () => {
    await read();
    const request = await asked();
    expect(refused(await reject(bench.people.analyst, request)).code).toBe("forbidden");
    expect(refused(await reject(bench.people.analyticsOwner, request)).code).toBe("forbidden");
    expect(succeeded(await reject(bench.people.owner, request)).state).toBe("rejected");
  });

  it("sees the request, comments on it, and finds it where other decisions wait; a stranger does not", async () => {
    await read();
    const request = await asked();
    const found = async (actor: Actor) => {
      const [all, decidable, inbox] = await Promise.all([
        runQuery(bench.database.web, listRequests, actor, {}),
        runQuery(bench.database.web, listRequests, actor, { decidable: "true" }),
        runQuery(bench.database.web, getInbox, actor, {}),
      ]);
      const has = (items: { id: number }[]) => items.some(({ id }) => id === request.id);
      return [has(succeeded(all).items), has(succeeded(decidable).items), has(succeeded(inbox).decidable)];
    };
    expect(await found(bench.people.analyst)).toEqual([true, true, true]);
    expect(await found(bench.people.owner)).toEqual([true, false, false]);
    expect(await found(bench.people.stranger)).toEqual([false, false, false]);
    const comment = { requestId: request.id, body: "We stop using it on Monday." };
    succeeded(await runCommand(bench.database.web, commentRequest, bench.people.analyst, comment));
    expect(refused(await bench.approve(bench.people.stranger, request)).code).toBe("not_found");
    expect(refused(await reject(bench.people.stranger, request)).code).toBe("not_found");
    expect(
      refused(await runQuery(bench.database.web, getRequest, bench.people.stranger, { requestId: request.id })).code,
    ).toBe("not_found");

    succeeded(await bench.approve(bench.people.analyticsOwner, request));
    expect(await found(bench.people.analyst)).toEqual([true, false, false]);
    expect(await found(bench.people.owner)).toEqual([true, true, true]);
  });

  it("is told, every member of the team, with the owners who decide after them", async () => {
    await read();
    const request = await asked();
    const [told] = await bench.database.owner.outboxEvent.findMany({ where: { path: `/requests/${request.id}` } });
    expect(told).toMatchObject({
      kind: "request-waiting",
      subject: `Request ${request.id} waits for a decision: a schema of ${bench.subject} on local`,
      audience: { membersOf: [bench.people.analyticsTeamId], ownersOf: [bench.people.teamId], admins: false },
    });
  });

  it("may know of the other readers only what is theirs to know", async () => {
    await read();
    await seenGroup("rival.copy");
    const request = await asked();
    const schema = (await view(bench.people.analyst, request.id)).schema;
    expect(schema?.impact.readers.map(({ team }) => team?.slug)).toEqual(["analytics"]);
    expect(schema?.impact.readerCount).toBe(2);
    expect((await view(bench.people.owner, request.id)).schema?.impact.readers).toHaveLength(2);
  });
});

describe("a platform admin", () => {
  it("stands in for a reader that did not answer in time, and the record says so", async () => {
    await read();
    const request = await asked();
    expect(refused(await bench.approve(bench.people.admin, request)).code).toBe("forbidden");
    await bench.database.owner.$executeRaw`
      UPDATE requests SET submitted_at = now() - interval '121 hours',
        slots = jsonb_set(slots, '{0,standInFrom}', to_jsonb(now() - interval '1 hour')) WHERE id = ${request.id}`;
    expect(succeeded(await bench.approve(bench.people.admin, request)).openSlots).toMatchObject([
      { id: "owner-of-team" },
    ]);
    const approvals = await bench.database.owner.approval.findMany({ where: { requestId: request.id } });
    expect(approvals).toMatchObject([{ slot: readerSlot(), standIn: true, userId: bench.people.admin.userId }]);
  });

  it("stands in at once where the team has nobody else", async () => {
    const lonely = await bench.database.owner.team.create({ data: { slug: `lonely-${bench.count}`, name: "Lonely" } });
    await bench.database.owner.application.create({
      data: { slug: `lonely-${bench.count}`, name: "Lonely", teamId: lonely.id },
    });
    await seenGroup(`lonely-${bench.count}.reader`);
    const request = await asked();
    expect(request.requiredApprovals.map(({ id }) => id)).toEqual([`reader:${lonely.id}`, "owner-of-team"]);
    const [told] = await bench.database.owner.outboxEvent.findMany({ where: { path: `/requests/${request.id}` } });
    expect(told).toMatchObject({ audience: { admins: true } });
    expect(succeeded(await bench.approve(bench.people.admin, request)).openSlots).toMatchObject([
      { id: "owner-of-team" },
    ]);
    expect(succeeded(await bench.approve(bench.people.owner, request)).state).toBe("approved");
  });
});

describe("readers that came after it was asked", () => {
  it("are asked too, told, and see it from then on", async () => {
    const request = await asked();
    expect(request.requiredApprovals.map(({ id }) => id)).toEqual(["owner-of-team"]);
    await read();

    const failure = refused(await bench.approve(bench.people.owner, request));
    expect(failure).toMatchObject({ code: "conflict", detail: expect.stringContaining("Analytics, who read it") });
    expect((await slotsOf(request.id)).map(({ id }) => id)).toEqual([readerSlot(), "owner-of-team"]);
    expect((await view(bench.people.analyst, request.id)).slots).toMatchObject([
      { slot: { id: readerSlot() }, filled: false, mine: true },
      { slot: { id: "owner-of-team" }, filled: false },
    ]);
    const told = await bench.database.owner.outboxEvent.findMany({
      where: { path: `/requests/${request.id}` },
      orderBy: { id: "asc" },
    });
    expect(told).toHaveLength(2);
    expect(told[1]).toMatchObject({ audience: { membersOf: [bench.people.analyticsTeamId], ownersOf: [] } });

    succeeded(await bench.approve(bench.people.analyst, request));
    expect(succeeded(await bench.approve(bench.people.owner, request)).state).toBe("approved");
  });

  it("have days to answer from when they are first asked, however long it waited before", async () => {
    const request = await asked();
    await bench.database.owner.$executeRaw`
      UPDATE requests SET submitted_at = now() - interval '30 days' WHERE id = ${request.id}`;
    await read();
    refused(await bench.approve(bench.people.owner, request));
    const standInFrom = async () => (await slotsOf(request.id)).filter(isReaderSlot).map((slot) => slot.standInFrom);
    const [first] = await standInFrom();
    expect(Date.parse(first ?? "")).toBeGreaterThan(Date.now() + 4 * 86_400_000);
    expect(refused(await bench.approve(bench.people.admin, request)).code).toBe("forbidden");
    // Nobody gets more days by trying.
    refused(await bench.approve(bench.people.secondOwner, request));
    expect(await standInFrom()).toEqual([first]);
  });

  it("are asked once: a second try tells nobody again", async () => {
    const request = await asked();
    await read();
    refused(await bench.approve(bench.people.owner, request));
    refused(await bench.approve(bench.people.secondOwner, request));
    expect(await bench.database.owner.outboxEvent.count({ where: { path: `/requests/${request.id}` } })).toBe(2);
  });
});

describe("what was acknowledged", () => {
  it("counts only for the plan that was read: another plan is asked anew", async () => {
    await read();
    const request = await asked();
    succeeded(await bench.approve(bench.people.analyst, request));
    const more = avro("Placed", [
      { name: "id", type: "string", doc: "The order." },
      { name: "total", type: "long", doc: "In cents." },
      { name: "promise", type: "string", default: "" },
    ]);
    await sees(bench.database.owner, bench.subject, { versions: [FIRST, more] });
    await judges(bench.database.owner, bench.subject, WITHOUT_TOTAL, { compatible: true });

    expect(refused(await bench.approve(bench.people.owner, request)).code).toBe("stale_plan");
    const { fingerprint } = await bench.requestRow(request.id);
    const anew = { id: request.id, fingerprint };
    expect(refused(await bench.approve(bench.people.owner, anew)).code).toBe("forbidden");
    expect(succeeded(await bench.approve(bench.people.analyst, anew)).state).toBe("submitted");
    expect(succeeded(await bench.approve(bench.people.owner, anew)).state).toBe("approved");
  });

  it("is not asked of readers who have gone since", async () => {
    const grantId = await read();
    const request = await asked();
    await bench.database.owner.grant.update({
      where: { id: grantId },
      data: { state: "ended", endedAt: new Date(), endKind: "released", endedBy: "Analyst" },
    });
    // Whoever still holds a slot brings it up to date.
    expect(refused(await bench.approve(bench.people.analyst, request)).code).toBe("conflict");
    expect((await slotsOf(request.id)).map(({ id }) => id)).toEqual(["owner-of-team"]);
    expect(succeeded(await bench.approve(bench.people.owner, request)).state).toBe("approved");
  });
});
