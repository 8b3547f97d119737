import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import {
  consume,
  createTestAccess,
  granted,
  inDays,
  refused,
  succeeded,
  type TestAccess,
} from "../access/test-access.ts";
import { announceEnding } from "../commands/announce-ending.ts";
import { requestTopic } from "../commands/request-topic.ts";
import { getTopic } from "../queries/get-topic.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { topicInput } from "../test-people.ts";

const name = "orders.placed.v1";

let database: TestDatabase;
let people: TestAccess;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestAccess(database.owner);
  await granted(database.web, people, consume(name));
});
afterAll(() => database?.drop());

const announce = (actor: Actor, more: object = {}) =>
  runCommand(database.web, announceEnding, actor, {
    ...{ cluster: "local", name, at: inDays(90), reason: "Prices get a currency." },
    ...more,
  });
const topic = async () =>
  succeeded(await runQuery(database.web, getTopic, people.stranger, { cluster: "local", name }));
const told = () => database.owner.outboxEvent.findMany({ where: { kind: "topic-ending" }, orderBy: { id: "asc" } });

describe("the end of a topic", () => {
  it("is announced by an owner, with what takes its place, to everybody who owns or reads it; everyone sees it", async () => {
    succeeded(await runCommand(database.web, requestTopic, people.member, topicInput("orders.placed.v2")));
    const at = inDays(90);
    const ending = { at, successor: "orders.placed.v2", reason: "Prices get a currency." };
    expect(succeeded(await announce(people.owner, { at, successor: "orders.placed.v2" }))).toEqual({
      cluster: "local",
      name,
      ending,
    });

    expect(await topic()).toMatchObject({ ending, generation: 1 });
    const [notice] = await told();
    expect(notice).toMatchObject({
      subject: `${name} on local ends on ${at.slice(0, 10)}`,
      body: expect.stringContaining("orders.placed.v2 takes its place."),
      path: `/topics/local/${name}`,
      audience: { membersOf: [people.teamId, people.analyticsTeamId], except: people.owner.userId },
      data: { endingAt: at, successor: "orders.placed.v2" },
    });
    const [event] = await database.owner.auditEvent.findMany({ orderBy: { number: "desc" }, take: 1 });
    expect(event).toMatchObject({
      action: "topic.ending-announced",
      objectName: name,
      reason: ending.reason,
      after: { ending },
    });
  });

  it("can be moved, and taken back", async () => {
    const at = inDays(120);
    expect(succeeded(await announce(people.admin, { at })).ending).toMatchObject({ at, successor: null });
    expect(succeeded(await announce(people.owner, { at: null, reason: "The old one stays." })).ending).toBeNull();
    expect((await topic()).ending).toBeNull();
    expect((await told()).at(-1)).toMatchObject({ subject: `${name} on local goes on` });
    expect(refused(await announce(people.owner, { at: null })).code).toBe("conflict");
  });

  it.each<[string, object, string]>([
    ["a time that is over", { at: inDays(-1) }, "at"],
    ["a time that is none", { at: "soon" }, "at"],
    ["itself as its successor", { successor: name }, "successor"],
    ["a successor that nobody knows", { successor: "orders.nowhere.v9" }, "successor"],
    ["a successor that Kafka cannot have", { successor: "a b" }, "successor"],
    ["no reason", { reason: "" }, "reason"],
  ])("is refused with %s", async (_, more, path) => {
    expect(refused(await announce(people.owner, more))).toMatchObject({ code: "invalid_input", errors: [{ path }] });
  });

  it("is not for members, other teams, or of a topic that is not there", async () => {
    for (const actor of [people.member, people.analyticsOwner, people.stranger])
      expect(refused(await announce(actor)).code).toBe("forbidden");
    expect(refused(await announce(people.admin, { name: "orders.nowhere.v1" })).code).toBe("not_found");
  });
});
