import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { refused, succeeded } from "../access/test-access.ts";
import { approveRequest } from "../commands/approve-request.ts";
import { claimTopics } from "../commands/claim-topics.ts";
import { importTopics } from "../commands/import-topics.ts";
import { requestTopic } from "../commands/request-topic.ts";
import { runCommand } from "../run-command.ts";
import { topicInput } from "../test-people.ts";
import { createImportWorld, type ImportWorld, observeTopics } from "./test-import-world.ts";

let database: TestDatabase;
let people: ImportWorld;
let claimant: Actor;
let name: string;
let made = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createImportWorld(database.owner);
  const { id: userId } = await database.owner.user.create({ data: { name: "Biller" } });
  const membership = { teamId: people.billingTeamId, role: "member" as const };
  await database.owner.membership.create({ data: { ...membership, userId } });
  claimant = { ...people.member, userId, memberships: [{ ...membership, teamSlug: "billing" }] };
});
afterAll(() => database?.drop());
beforeEach(() => {
  made += 1;
  name = `orders.both-${made}.v1`;
});

type Asked = { id: number; fingerprint: string };
const approve = ({ id, fingerprint }: Asked, actor = people.secondAdmin) =>
  runCommand(database.web, approveRequest, actor, { requestId: id, fingerprint });
const create = () => runCommand(database.web, requestTopic, people.member, topicInput(name));
/** For another team: whoever asks in the name of the same one waits for its row in any case. */
const takeOver = () =>
  runCommand(database.web, importTopics, people.admin, {
    ...{ cluster: "local", reason: "It was there before." },
    topics: [{ name, team: "billing" }],
  });

async function imported(): Promise<Asked> {
  await observeTopics(database, [name]);
  const [request] = succeeded(await takeOver()).requests;
  if (!request) throw new Error("nothing was asked for");
  return request;
}

/** As a sweep would see it, without the catalogue, which waits for the transactions that are tried here. */
async function unlisted(see: (owner: TestDatabase["owner"]) => Promise<unknown>): Promise<void> {
  await database.owner.$transaction(async (tx) => {
    await tx.$executeRaw`ALTER TABLE topic_observations DISABLE TRIGGER USER`;
    await see(tx as TestDatabase["owner"]);
    await tx.$executeRaw`ALTER TABLE topic_observations ENABLE TRIGGER USER`;
  });
}
const vanish = () => unlisted((owner) => owner.topicObservation.deleteMany({ where: { name } }));
const appear = () => unlisted((owner) => observeTopics({ owner }, [name]));
const stored = async () => ({
  topics: await database.owner.topic.count({ where: { name } }),
  names: await database.owner.nameReservation.count({ where: { name } }),
});

/** Lets `first` come as far as its record, the last thing that it writes, then `second` begin; both end after that. */
async function overlapping<First, Second>(
  first: () => Promise<First>,
  between: () => Promise<unknown>,
  second: () => Promise<Second>,
): Promise<[First, Second]> {
  let both: Promise<[First, Second]> | null = null;
  await database.owner.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT FROM audit_head FOR UPDATE`;
    const begun = first();
    await waiting(1);
    await between();
    both = Promise.all([begun, second()]);
    await waiting(2);
  });
  if (!both) throw new Error("neither was begun");
  return both;
}

/** So many transactions wait for locks that others hold. */
const waiting = (count: number) =>
  expect
    .poll(
      async () => {
        const [row] = await database.owner.$queryRaw<{ count: number }[]>`
          SELECT count(DISTINCT pid)::int AS count FROM pg_locks
          WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`;
        return row?.count;
      },
      { timeout: 10_000, interval: 20 },
    )
    .toBe(count);

describe("a topic that is asked for and taken over at the same instant", () => {
  it("is asked for: its import can no longer be approved", async () => {
    const adoption = await imported();
    await vanish();
    const [created, adopted] = await overlapping(create, appear, () => approve(adoption));
    succeeded(created);
    expect(refused(adopted)).toMatchObject({ code: "stale_plan", errors: [{ path: "topics" }] });
    expect(await stored()).toEqual({ topics: 0, names: 1 });
  });

  it("is asked for: its import cannot be asked for", async () => {
    const [created, asked] = await overlapping(create, appear, takeOver);
    succeeded(created);
    expect(refused(asked)).toMatchObject({ code: "conflict", errors: [{ path: `topics.${name}` }] });
    expect(await database.owner.fieldClaim.count({ where: { objectName: name } })).toBe(0);
  });

  it("is asked for: nor can it be claimed", async () => {
    const claim = () =>
      runCommand(database.web, claimTopics, claimant, {
        ...{ cluster: "local", topics: [name], team: "billing", reason: "It is ours." },
      });
    const [created, claimed] = await overlapping(create, appear, claim);
    succeeded(created);
    expect(refused(claimed)).toMatchObject({ code: "conflict", errors: [{ path: `topics.${name}` }] });
  });

  it("is taken over: it can no longer be asked for", async () => {
    const adoption = await imported();
    const [adopted, created] = await overlapping(() => approve(adoption), vanish, create);
    succeeded(adopted);
    expect(refused(created)).toMatchObject({ code: "conflict", errors: [{ path: "name" }] });
    expect(await stored()).toEqual({ topics: 1, names: 1 });
  });
});

describe("a topic that is made anew in the instant of its adoption", () => {
  it("is not taken over, and nothing is half written", async () => {
    const adoption = await imported();
    let adopting: ReturnType<typeof approve> | null = null;
    await database.owner.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE topics IN SHARE MODE`;
      adopting = approve(adoption);
      await waiting(1);
      await tx.$executeRaw`UPDATE topic_observations SET kafka_topic_id = 'another' WHERE name = ${name}`;
    });
    if (!adopting) throw new Error("nothing was approved");
    expect(refused(await adopting)).toMatchObject({ code: "conflict", errors: [{ path: "topics" }] });
    expect(await stored()).toEqual({ topics: 0, names: 0 });
    const { state } = await database.owner.request.findUniqueOrThrow({ where: { id: adoption.id } });
    expect(state).toBe("submitted");
  });
});
