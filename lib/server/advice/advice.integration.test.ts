import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Advice } from "#lib/contract/advice";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { AclBinding } from "#lib/domain/acl-binding";
import type { Actor } from "#lib/domain/actor";
import { consume, createTestAccess, granted, succeeded, type TestAccess } from "../access/test-access.ts";
import { listAdvice } from "../queries/list-advice.ts";
import { runQuery } from "../run-query.ts";

let database: TestDatabase;
let people: TestAccess;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestAccess(database.owner);
});
afterAll(() => database?.drop());
beforeEach(async () => {
  const { owner } = database;
  await owner.$executeRaw`TRUNCATE group_topics, group_observations, acl_observations, topic_observations, topic_figures`;
  await owner.$executeRaw`UPDATE grants SET state = 'ended', ended_at = now(), end_kind = 'revoked' WHERE state <> 'ended'`;
  for (const name of ["orders.placed.v1", "orders.paid.v1", "orders.sent.v1"]) await observeTopic(name);
});

async function observeTopic(name: string): Promise<void> {
  const facts = { kafkaTopicId: name, internal: false, partitions: 1, replicationFactor: 1, config: {} };
  await database.owner.topicObservation.create({ data: { clusterSlug: "local", name, ...facts } });
}

/** A grant that has been active for so many days. */
async function activeGrant(item: object, days = 60): Promise<string> {
  const id = await granted(database.web, people, item);
  await database.owner.$executeRaw`
    UPDATE grants SET state = 'active', created_at = now() - make_interval(days => ${days}::int) WHERE id = ${id}::uuid`;
  return id;
}

async function read(groupId: string, topic: string, daysAgo: number): Promise<void> {
  await database.owner.$executeRaw`
    INSERT INTO group_topics VALUES ('local', ${groupId}, ${topic}, 5, now() - make_interval(days => ${daysAgo}::int))`;
}

const acl = (more: Partial<AclBinding>) =>
  database.owner.aclObservation.create({
    data: {
      clusterSlug: "local",
      principal: "User:legacy",
      resourceType: "TOPIC",
      patternType: "LITERAL",
      resourceName: "orders.placed.v1",
      operation: "READ",
      permissionType: "ALLOW",
      host: "*",
      ...more,
    },
  });

async function advice(actor: Actor, days = 30): Promise<Pick<Advice, "kind" | "grantId" | "title">[]> {
  const { items } = succeeded(await runQuery(database.web, listAdvice, actor, { days: String(days) }));
  return items.map(({ kind, grantId, title }) => ({ kind, grantId, title }));
}

const group = (name: string) => ({ consumerGroup: { name: `dashboards.${name}` } });

it("tells of a grant whose group has not read for the stated days, and not of one that reads, is new, or has members", async () => {
  const unused = await activeGrant(consume("orders.placed.v1", group("unused")));
  await activeGrant(consume("orders.paid.v1", group("reads")));
  await read("dashboards.reads", "orders.paid.v1", 2);
  await activeGrant(consume("orders.sent.v1", group("new")), 3);
  await activeGrant(consume("orders.sent.v1", group("waits")));
  await database.owner
    .$executeRaw`INSERT INTO group_observations VALUES ('local', 'dashboards.waits', 'consumer', 'Stable', 1, NULL, now())`;

  expect(await advice(people.owner)).toEqual([
    { kind: "unused", grantId: unused, title: "dashboards may consume orders.placed.v1" },
  ]);
  expect(await advice(people.owner, 365)).toEqual([]);
});

it("tells of a prefix of which only some topics are read", async () => {
  const wide = await activeGrant(consume("orders.placed.v1", group("wide")));
  // As if two people had approved it, which a prefix needs.
  await database.owner
    .$executeRaw`UPDATE grants SET pattern_type = 'PREFIXED', resource_name = 'orders.' WHERE id = ${wide}::uuid`;
  await read("dashboards.wide", "orders.paid.v1", 1);
  expect(await advice(people.owner)).toMatchObject([{ kind: "wider-than-used", grantId: wide }]);

  for (const topic of ["orders.placed.v1", "orders.sent.v1"]) await read("dashboards.wide", topic, 1);
  expect(await advice(people.owner)).toEqual([]);
});

it("tells the platform of bindings that a wider one shadows, or that name nothing", async () => {
  await acl({});
  await acl({ resourceName: "orders.", patternType: "PREFIXED" });
  await acl({ resourceName: "gone.v1", operation: "WRITE" });
  await acl({ principal: "User:other" });

  expect((await advice(people.admin)).map(({ kind, title }) => `${kind}: ${title}`).toSorted()).toEqual([
    "names-nothing: User:legacy TOPIC gone.v1 WRITE ALLOW",
    "shadowed: User:legacy TOPIC orders.placed.v1 READ ALLOW",
  ]);
  expect(await advice(people.owner)).toEqual([]);
});

it("each side hears of its own grants, strangers of none", async () => {
  const unused = await activeGrant(consume("orders.placed.v1", group("again")));
  for (const actor of [people.owner, people.analyst, people.admin]) {
    expect((await advice(actor)).map(({ grantId }) => grantId)).toEqual([unused]);
  }
  expect(await advice(people.stranger)).toEqual([]);
});
