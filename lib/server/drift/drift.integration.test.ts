import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DriftRow } from "#lib/contract/drift";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { bulkResolveDrift } from "../bulk-resolve-drift.ts";
import { approveRequest } from "../commands/approve-request.ts";
import { listDrift } from "../queries/list-drift.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { createTestPeople, type TestPeople } from "../test-people.ts";
import { createTestTopic } from "../topic-life/test-topics.ts";
import { createDriftedPrincipal, createDriftedSubject, createDriftedTopic, SINCE } from "./test-drift.ts";

let database: TestDatabase;
let people: TestPeople;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestPeople(database.owner);
  const { owner } = database;
  const payments = await owner.team.create({ data: { slug: "payments", name: "Payments" } });
  await createTestTopic(owner, people.teamId, "orders.as-desired.v1");
  await createDriftedTopic(owner, people.teamId, "orders.drifted.v1");
  await createDriftedTopic(owner, payments.id, "payments.drifted.v1");
  await createDriftedPrincipal(owner, people.teamId, "fine", {});
  await createDriftedPrincipal(owner, people.teamId, "lost", { missing: true, quota: true });
  await createDriftedPrincipal(owner, people.teamId, "grown", { extra: true });
  await createDriftedPrincipal(owner, payments.id, "foreign", { missing: true });
  await createDriftedSubject(database.owner, people.teamId, "orders.drifted.v1-value");
});
afterAll(() => database?.drop());

async function listed(actor: Actor, filter: object = {}): Promise<DriftRow[]> {
  const page = await runQuery(database.web, listDrift, actor, filter);
  if (!page.ok) throw new Error(page.failure.detail);
  return page.value.items;
}
const names = (rows: DriftRow[]) => rows.map(({ kind, name }) => `${kind} ${name}`);
const resolve = (actor: Actor, how: "revert" | "adopt", objects: object[], key?: string) =>
  bulkResolveDrift(database.web, actor, how, { objects, reason: "It was a slip." }, key);
async function resolved(...asked: Parameters<typeof resolve>) {
  const answer = await resolve(...asked);
  if (!answer.ok) throw new Error(answer.failure.detail);
  return answer.value;
}
const topicObject = (name: string) => ({ kind: "topic", cluster: "local", name });

describe("the list", () => {
  it("shows topics and subjects to everybody, principals to their team and the platform, by name", async () => {
    const everybodys = ["topic orders.drifted.v1", "subject orders.drifted.v1-value", "topic payments.drifted.v1"];
    expect(names(await listed(people.stranger))).toEqual(everybodys);
    const own = [...everybodys, "principal team.grown", "principal team.lost"];
    expect(names(await listed(people.member))).toEqual(own);
    expect(names(await listed(people.admin))).toEqual([...everybodys, "principal team.foreign", ...own.slice(3)]);
  });

  it("tells a topic's field in three values, since when, and how putting it back acts", async () => {
    const [row] = await listed(people.member, { kind: "topic", mine: "true" });
    expect(row).toMatchObject({
      name: "orders.drifted.v1",
      team: { slug: "orders" },
      since: SINCE,
      fields: [
        {
          ...{ field: "retention.ms", desired: "604800000", applied: "604800000", observed: "3600000", since: SINCE },
          ...{ revert: "neutral", adoptable: true },
        },
      ],
      may: { revert: { allowed: true }, adopt: { allowed: true } },
    });
  });

  it("tells of a principal what it lost, what it has in excess, and its quota", async () => {
    const rows = await listed(people.member, { kind: "principal" });
    const fields = rows.map(({ name, fields: many }) => [
      name,
      many.map(({ field, desired, observed, revert, adoptable }) => [field, desired, observed, revert, adoptable]),
    ]);
    expect(fields).toEqual([
      ["team.grown", [["TOPIC orders.grown.v1 WRITE", null, "ALLOW", "destructive", false]]],
      [
        "team.lost",
        [
          ["producerByteRate", "1000", "9000", "neutral", true],
          ["TOPIC orders.lost.v1 READ", "ALLOW", null, "additive", false],
        ],
      ],
    ]);
  });

  it("says who could, where somebody may not", async () => {
    const [foreign] = await listed(people.member, { team: "payments" });
    expect(foreign?.may.revert).toMatchObject({
      allowed: false,
      needed: expect.stringContaining("a member of the team"),
    });
  });

  it("goes on behind a page, and refuses what is no cursor of it", async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await runQuery(database.web, listDrift, people.admin, { limit: 1, cursor });
      if (!page.ok) throw new Error(page.failure.detail);
      seen.push(...names(page.value.items));
      cursor = page.value.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(names(await listed(people.admin)));
    expect(await runQuery(database.web, listDrift, people.admin, { cursor: "bm8" })).toMatchObject({ ok: false });
  });

  it("shows a topic that was made anew outside, with nothing to revert or adopt", async () => {
    const topic = await createTestTopic(database.owner, people.teamId, "orders.anew.v1");
    const data = { state: "blocked", reason: "recreated_outside", message: "It was made again." };
    await database.owner.topicStatus.update({ where: { topicId: topic.id }, data });
    const found = (await listed(people.member)).find(({ name }) => name === topic.name);
    const nobody = { allowed: false, needed: null };
    expect(found).toMatchObject({ reason: "recreated_outside", fields: [], may: { revert: nobody, adopt: nobody } });
  });
});

describe("several at once", () => {
  it("makes a request each, in one bundle; one that is refused does not hold back the others", async () => {
    const topic = await createDriftedTopic(database.owner, people.teamId, "orders.bulk.v1");
    await createDriftedSubject(database.owner, people.teamId, "orders.bulk.v1-value");
    const objects = [
      topicObject("orders.as-desired.v1"),
      topicObject("payments.drifted.v1"),
      topicObject(topic.name),
      { kind: "principal", cluster: "local", name: "team.foreign" },
      { kind: "subject", cluster: "local", name: "orders.bulk.v1-value" },
    ];
    const { bundleId, results } = await resolved(people.member, "revert", objects);
    expect(results.map(({ ok, code }) => (ok ? "asked" : code))).toEqual([
      "conflict",
      "forbidden",
      "asked",
      "not_found",
      "asked",
    ]);
    const requests = await database.owner.request.findMany({ where: { bundleId }, orderBy: { id: "asc" } });
    expect(requests.map(({ kind }) => kind)).toEqual(["topic.revert", "subject.revert"]);
  });

  it("puts back what a principal lost and removes what it has in excess, as one request for each who decides", async () => {
    const name = await createDriftedPrincipal(database.owner, people.teamId, "both", { missing: true, extra: true });
    const { results } = await resolved(people.member, "revert", [{ kind: "principal", cluster: "local", name }]);
    const ids = results[0]?.requests.map(({ id }) => BigInt(id)) ?? [];
    const requests = await database.owner.request.findMany({ where: { id: { in: ids } }, orderBy: { id: "asc" } });
    expect(requests.map(({ kind }) => kind)).toEqual(["principal.revert", "acl.remove"]);
  });

  it("adopts a quota as it was seen, and says how bindings in excess are adopted", async () => {
    const one = await createDriftedPrincipal(database.owner, people.teamId, "faster", { quota: true });
    const other = await createDriftedPrincipal(database.owner, people.teamId, "wider", { extra: true });
    const objects = [one, other].map((name) => ({ kind: "principal", cluster: "local", name }));
    const { results } = await resolved(people.member, "adopt", objects);
    expect(results).toMatchObject([
      { ok: true, requests: [{}] },
      { ok: false, code: "conflict", detail: expect.stringContaining("asking for the access") },
    ]);
    const id = BigInt(results[0]?.requests[0]?.id ?? 0);
    const { kind, patch } = await database.owner.request.findUniqueOrThrow({ where: { id } });
    expect({ kind, patch }).toEqual({
      kind: "principal.quota",
      patch: { quota: { producerByteRate: 9_000 }, adopted: true },
    });
  });

  it("answers a repeated call with the same requests and the same bundle", async () => {
    const { name } = await createDriftedTopic(database.owner, people.teamId, "orders.twice.v1");
    const key = randomUUID();
    const first = await resolved(people.member, "adopt", [topicObject(name)], key);
    expect(await resolved(people.member, "adopt", [topicObject(name)], key)).toEqual(first);
    expect(await database.owner.request.count({ where: { objectName: name } })).toBe(1);
  });

  it("answers a repeated call about a principal with the same request where another part of it was resolved meanwhile", async () => {
    const name = await createDriftedPrincipal(database.owner, people.teamId, "partly", { missing: true, extra: true });
    const object = { kind: "principal", cluster: "local", name };
    const key = randomUUID();
    const first = await resolved(people.member, "revert", [object], key);
    const [lost, removal] = first.results[0]?.requests ?? [];
    const { id } = await database.owner.principal.findFirstOrThrow({ where: { name } });
    await database.owner.principalBinding.updateMany({ where: { principalId: id }, data: { state: "applied" } });
    await database.owner.principalStatus.update({ where: { principalId: id }, data: { state: "ready" } });
    expect(lost).toBeDefined();
    expect((await resolved(people.member, "revert", [object], key)).results).toMatchObject([
      { ok: true, requests: [removal] },
    ]);
  });

  it("asks once where two ask at the same time", async () => {
    const { name } = await createDriftedTopic(database.owner, people.teamId, "orders.raced.v1");
    const askers = [people.member, people.owner, people.secondOwner, people.admin];
    const answers = await Promise.all(
      askers.map((actor, index) => resolved(actor, index % 2 ? "adopt" : "revert", [topicObject(name)])),
    );
    const codes = answers.map(({ results }) => results[0]?.code).toSorted();
    expect(codes).toEqual(["conflict", "conflict", "conflict", null].toSorted());
  });

  it("is refused as a whole where it names nothing, or too much", async () => {
    expect(await resolve(people.member, "revert", [])).toMatchObject({ failure: { code: "invalid_input" } });
    const many = Array.from({ length: 101 }, (_, index) => topicObject(`orders.${index}`));
    expect(await resolve(people.member, "revert", many)).toMatchObject({ failure: { code: "invalid_input" } });
  });
});

it("an approved adoption makes what was seen desired, at its next generation", async () => {
  const topic = await createDriftedTopic(database.owner, people.teamId, "orders.taken-over.v1");
  const { results } = await resolved(people.member, "adopt", [topicObject(topic.name)]);
  const requestId = results[0]?.requests[0]?.id ?? 0;
  const { fingerprint } = await database.owner.request.findUniqueOrThrow({ where: { id: BigInt(requestId) } });
  expect(await runCommand(database.web, approveRequest, people.owner, { requestId, fingerprint })).toMatchObject({
    ok: true,
  });
  const after = await database.owner.topic.findUniqueOrThrow({ where: { id: topic.id } });
  expect(after).toMatchObject({ generation: 2, config: { "retention.ms": "3600000" } });
});
