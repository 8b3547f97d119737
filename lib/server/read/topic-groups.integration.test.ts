import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { consume, createTestAccess, granted, refused, succeeded, type TestAccess } from "../access/test-access.ts";
import { getTopic } from "../queries/get-topic.ts";
import { getTopicGroups } from "../queries/get-topic-groups.ts";
import { runQuery } from "../run-query.ts";

const TOPIC = "orders.placed.v1";
const MINUTE = 60_000;

let database: TestDatabase;
let people: TestAccess;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestAccess(database.owner);
  // Days before today, which the worker would have made when they were today.
  await database.owner.$executeRaw`CREATE TABLE group_lag_history_before PARTITION OF group_lag_history DEFAULT`;
  await granted(database.web, people, consume(TOPIC, { consumerGroup: { name: "dashboards.orders" } }));
  await behind("dashboards.orders", { lag: 30n, lags: "{10,NULL,20}", committed: "{5,NULL,7}" });
  await behind("nobody.knows", { lag: null, lags: "{NULL}", committed: "{1}" });
  await behind("rival.copy", { lag: 0n, lags: "{0}", committed: "{2}" });
  await database.owner.$executeRaw`
    INSERT INTO group_observations (cluster_slug, group_id, type, protocol_type, state, members, seen_at)
    VALUES ('local', 'dashboards.orders', 'consumer', 'consumer', 'Stable', 2, now())`;
});
afterAll(() => database?.drop());

async function behind(
  groupId: string,
  { lag, lags, committed }: { lag: bigint | null; lags: string; committed: string },
): Promise<void> {
  await database.owner.$executeRaw`
    INSERT INTO group_topics (cluster_slug, group_id, topic, committed, lag, committed_offsets, lags, last_active_at)
    VALUES ('local', ${groupId}, ${TOPIC}, 0, ${lag}, ${committed}::text::bigint[], ${lags}::text::bigint[], now())`;
}

/** What was stored so long before the half hour that is going on began: points of one half hour are in one whenever the test runs. */
async function point(groupId: string, msBefore: number, lag: bigint | null): Promise<void> {
  await database.owner.$executeRaw`
    INSERT INTO group_lag_history (cluster_slug, topic, group_id, at, lag)
    VALUES ('local', ${TOPIC}, ${groupId}, date_bin('30 minutes', now(), 'epoch') - ${msBefore} * interval '1 ms', ${lag})`;
}

const groupsOf = async (actor: Actor, more: object = {}) =>
  succeeded(await runQuery(database.web, getTopicGroups, actor, { cluster: "local", name: TOPIC, ...more }));
const ids = ({ items }: { items: { groupId: string }[] }) => items.map(({ groupId }) => groupId);

describe("the groups of a topic", () => {
  it("are shown to the owner's side with whose they are, how they stand, and how far behind each partition is", async () => {
    const { items, ...page } = await groupsOf(people.owner);
    expect(page).toMatchObject({ sight: "everything", groupCount: 3, nextCursor: null, recordsPerSecond: null });
    expect(items).toMatchObject([
      {
        groupId: "dashboards.orders",
        applications: [{ slug: "dashboards" }],
        team: { slug: "analytics" },
        ...{ type: "consumer", state: "Stable", members: 2, lag: "30", lagMs: null },
        partitions: [
          { partition: 0, committed: "5", lag: "10" },
          { partition: 2, committed: "7", lag: "20" },
        ],
      },
      { groupId: "nobody.knows", applications: [], team: null, type: null, lag: null },
      { groupId: "rival.copy", applications: [], team: { slug: "payments" }, lag: "0", lagMs: 0 },
    ]);
  });

  it("are told to others only where they are their teams'; how many there are is no secret", async () => {
    const analysts = await groupsOf(people.analyst);
    expect(analysts).toMatchObject({ sight: "own", groupCount: 3 });
    expect(ids(analysts)).toEqual(["dashboards.orders"]);
    expect(ids(await groupsOf(people.admin))).toHaveLength(3);
    expect(await groupsOf(people.stranger)).toMatchObject({ sight: "own", groupCount: 3, items: [] });
  });

  it("are not told to a token that may not read access", async () => {
    const poor: Actor = { ...people.admin, kind: "token", tokenPermissions: ["topic.read"] };
    expect(await groupsOf(poor)).toMatchObject({ sight: "none", groupCount: 3, items: [] });
  });

  it("come in pages, and only behind a cursor that this list answered", async () => {
    const first = await groupsOf(people.owner, { limit: 2 });
    const second = await groupsOf(people.owner, { limit: 2, cursor: first.nextCursor });
    expect([ids(first), ids(second)]).toEqual([["dashboards.orders", "nobody.knows"], ["rival.copy"]]);
    expect(second.nextCursor).toBeNull();
    const input = { cluster: "local", name: TOPIC, cursor: "bm9uZQ" };
    expect(refused(await runQuery(database.web, getTopicGroups, people.owner, input))).toMatchObject({
      code: "invalid_input",
    });
  });

  it("are behind in time, too, where it is known how fast the topic is written", async () => {
    await database.owner.$executeRaw`
      INSERT INTO topic_figures (cluster_slug, name, size_bytes, start_offset, end_offset, records_per_second, bytes_per_second, moved_at,
        measured_at)
      VALUES ('local', ${TOPIC}, 1000, 10, 110, 0.5, 5, now(), now())`;
    const { items, recordsPerSecond } = await groupsOf(people.owner);
    expect(recordsPerSecond).toBe(0.5);
    expect(items.map(({ lagMs }) => lagMs)).toEqual([60_000, null, 0]);
    const topic = succeeded(await runQuery(database.web, getTopic, people.stranger, { cluster: "local", name: TOPIC }));
    expect(topic).toMatchObject({
      ...{ records: "100", recordsPerSecond: 0.5, bytesPerSecond: 5, measuredAt: expect.any(String) },
    });
  });

  it("show how far behind they were over a day: what held before it, the most of each half hour, and what is not known", async () => {
    await point("dashboards.orders", 25 * 60 * MINUTE, 4n);
    await point("dashboards.orders", 12 * 60 * MINUTE, 900n);
    await point("dashboards.orders", 12 * 60 * MINUTE - 1, 3n);
    await point("rival.copy", 60 * MINUTE, 2n);
    await point("rival.copy", 59 * MINUTE, null);

    const [{ history } = { history: undefined }, , rival] = (await groupsOf(people.owner)).items;
    expect(history).toMatchObject({ stepMs: 30 * MINUTE });
    expect(history?.lags).toHaveLength(48);
    const told = history?.lags.filter((lag, index, all) => lag !== all[index - 1]);
    expect(told).toEqual(["4", "900", "3"]);
    const known = rival?.history.lags.filter((lag) => lag !== null);
    // What is known now stands at the end.
    expect(known).toEqual(["2", "0"]);
  });

  it("of a topic that is not there are not found", async () => {
    const answer = await runQuery(database.web, getTopicGroups, people.admin, { cluster: "local", name: "no.such" });
    expect(refused(answer)).toMatchObject({ code: "not_found" });
  });
});
