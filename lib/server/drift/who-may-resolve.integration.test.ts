import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { bulkResolveDrift } from "../bulk-resolve-drift.ts";
import { approveRequest } from "../commands/approve-request.ts";
import { requestQuota } from "../commands/request-quota.ts";
import { listDrift } from "../queries/list-drift.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { createTestPeople, type TestPeople } from "../test-people.ts";
import { createDriftedPrincipal, createDriftedSubject, createDriftedTopic } from "./test-drift.ts";

let database: TestDatabase;
let people: TestPeople;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestPeople(database.owner);
});
afterAll(() => database?.drop());

/** One drifted object of each kind, and a principal whose quota is another one. */
async function createDrift(word: string) {
  const { owner } = database;
  const topic = await createDriftedTopic(owner, people.teamId, `orders.${word}.v1`);
  const subject = `orders.${word}.v1-value`;
  await createDriftedSubject(owner, people.teamId, subject);
  const lost = await createDriftedPrincipal(owner, people.teamId, `${word}-lost`, { missing: true });
  const faster = await createDriftedPrincipal(owner, people.teamId, `${word}-faster`, { quota: true });
  const of = (kind: string, name: string) => ({ kind, cluster: "local", name });
  return {
    revertable: [of("topic", topic.name), of("subject", subject), of("principal", lost)],
    adoptable: [of("topic", topic.name), of("subject", subject), of("principal", faster)],
  };
}

async function resolved(actor: Actor, how: "revert" | "adopt", objects: object[]) {
  const answer = await bulkResolveDrift(database.web, actor, how, { objects, reason: "It was a slip." });
  if (!answer.ok) throw new Error(answer.failure.detail);
  return answer.value.results;
}
const codes = (results: Awaited<ReturnType<typeof resolved>>) => results.map(({ ok, code }) => (ok ? "asked" : code));

async function slotsOf(results: Awaited<ReturnType<typeof resolved>>) {
  const ids = results.flatMap(({ requests }) => requests.map(({ id }) => BigInt(id)));
  const requests = await database.owner.request.findMany({ where: { id: { in: ids } } });
  return requests.map(({ state, slots }) => ({ state, slots }));
}

it.each(["member", "admin"] as const)(
  "asked by the %s, all three kinds are alike, and an owner of the team decides",
  async (role) => {
    const { revertable } = await createDrift(`${role}-reverts`);
    const { adoptable } = await createDrift(`${role}-adopts`);
    const results = [
      ...(await resolved(people[role], "revert", revertable)),
      ...(await resolved(people[role], "adopt", adoptable)),
    ];
    expect(codes(results)).toEqual(Array.from(results, () => "asked"));
    const decided = { state: "submitted", slots: [expect.objectContaining({ id: "owner-of-team" })] };
    expect(await slotsOf(results)).toEqual(Array.from(results, () => decided));
  },
);

it("nobody else may: what everybody sees is forbidden, and principals do not exist for them", async () => {
  const { revertable, adoptable } = await createDrift("strange");
  const refused = ["forbidden", "forbidden", "not_found"];
  expect(codes(await resolved(people.stranger, "revert", revertable))).toEqual(refused);
  expect(codes(await resolved(people.stranger, "adopt", adoptable))).toEqual(refused);
});

it("the list says so before anybody asks", async () => {
  await createDrift("listed");
  const rows = async (actor: Actor) => {
    const page = await runQuery(database.web, listDrift, actor, {});
    if (!page.ok) throw new Error(page.failure.detail);
    return page.value.items;
  };
  const may = async (actor: Actor) => new Set((await rows(actor)).map(({ may: { revert } }) => revert.allowed));
  expect(await may(people.admin)).toEqual(new Set([true]));
  expect(await may(people.member)).toEqual(new Set([true]));
  expect(await may(people.stranger)).toEqual(new Set([false]));
});

it("access in excess is the team's alone to ask for: the platform is told so", async () => {
  const name = await createDriftedPrincipal(database.owner, people.teamId, "in-excess", { extra: true });
  const row = async (actor: Actor) => {
    const page = await runQuery(database.web, listDrift, actor, { kind: "principal" });
    return page.ok ? page.value.items.find((one) => one.name === name) : undefined;
  };
  const binding = { principal: `User:${name}`, resourceType: "TOPIC", operation: "WRITE", permissionType: "ALLOW" };
  expect(await row(people.member)).toMatchObject({ fields: [{ binding }], may: { askForAccess: { allowed: true } } });
  const needed = expect.stringContaining("a member of the team");
  expect(await row(people.admin)).toMatchObject({ may: { askForAccess: { allowed: false, needed } } });
});

it("adopting a quota lets the platform ask for no other one than what was seen", async () => {
  await createDrift("other-quota");
  const { id: principalId } = await database.owner.principal.findFirstOrThrow({
    where: { name: { endsWith: "faster" } },
  });
  const input = { principalId, quota: { producerByteRate: 5 }, reason: "Less." };
  expect(await runCommand(database.web, requestQuota, people.admin, input)).toMatchObject({
    failure: { code: "forbidden" },
  });
});

it("a quota that breaks a rule is adopted all the same, with the platform's approval", async () => {
  const principal = await createDriftedPrincipal(database.owner, people.teamId, "too-fast", { quota: true });
  await limitQuota(principal);
  const results = await resolved(people.member, "adopt", [{ kind: "principal", cluster: "local", name: principal }]);
  expect(codes(results)).toEqual(["asked"]);
  expect(await slotsOf(results)).toMatchObject([{ slots: [{ id: "owner-of-team" }, { id: "platform-admin" }] }]);
});

it("a quota that is another one on the cluster by now is not adopted any more", async () => {
  const principal = await createDriftedPrincipal(database.owner, people.teamId, "set-again", { quota: true });
  const results = await resolved(people.member, "adopt", [{ kind: "principal", cluster: "local", name: principal }]);
  const [asked] = results.flatMap(({ requests }) => requests);
  const row = await database.owner.principal.findFirstOrThrow({ where: { name: principal } });
  await database.owner.principalStatus.update({
    where: { principalId: row.id },
    data: { observedQuota: { producerByteRate: 2_000 } },
  });

  const { fingerprint } = await database.owner.request.findUniqueOrThrow({ where: { id: BigInt(asked?.id ?? 0) } });
  const input = { requestId: asked?.id, fingerprint };
  expect(await runCommand(database.web, approveRequest, people.owner, input)).toMatchObject({
    failure: { code: "stale_plan", detail: expect.stringContaining("another quota on local by now") },
  });
  const { quota } = await database.owner.principal.findUniqueOrThrow({ where: { id: row.id } });
  expect(quota).toEqual({ producerByteRate: 1_000 });
});

/** Lets a principal have five bytes a second. */
async function limitQuota(principal: string): Promise<void> {
  const [policy] = await database.owner.$queryRaw<{ id: string }[]>`
    INSERT INTO policies (slug, current_revision) VALUES ('quota-limit', 1) RETURNING id`;
  await database.owner.$executeRaw`
    INSERT INTO policy_revisions (policy_id, revision, rule, scope, enforcement, message)
    VALUES (${policy?.id}::uuid, 1, '{"kind":"access","prefixedAllowed":true,"transactionalAllowed":true,"maxQuota":{"producerByteRate":5}}',
      ${JSON.stringify({ name: { only: [principal.replace(".", "\\.")] } })}::jsonb, 'deny', '')`;
}
