import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import { removePrefix } from "./commands/remove-prefix.ts";
import { requestTopic } from "./commands/request-topic.ts";
import { retryTopic } from "./commands/retry-topic.ts";
import type { Query } from "./define-query.ts";
import { countTopics } from "./queries/count-topics.ts";
import { findPeople } from "./queries/find-people.ts";
import { getTeam } from "./queries/get-team.ts";
import { getTopic } from "./queries/get-topic.ts";
import { listAudit } from "./queries/list-audit.ts";
import { listTeams } from "./queries/list-teams.ts";
import { listTopics } from "./queries/list-topics.ts";
import { listUsers } from "./queries/list-users.ts";
import { previewTopicRequest } from "./queries/preview-topic-request.ts";
import { search } from "./queries/search.ts";
import { runCommand } from "./run-command.ts";
import { runQuery } from "./run-query.ts";
import { createTestPeople, type TestPeople, topicInput } from "./test-people.ts";

let database: TestDatabase;
let people: TestPeople;
beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestPeople(database.owner);
});
afterAll(() => database?.drop());

/** What Postgres cannot keep as text or jsonb, and what LIKE, a cast or a regular expression may trip over. */
const HOSTILE = ["\u0000", "a\u0000b", "\ud800", "%_\\", "\\", "'", "a\\u0000b"];

/** Asks as an admin, who gets past every permission, so that the value reaches the database if anything lets it. */
const ask = <Input extends z.ZodType, Output>(query: Query<Input, Output>, input: unknown) =>
  runQuery(database.web, query, people.admin, input);

describe.each(HOSTILE)("the text %j is answered, never a bug,", (text) => {
  it.each<[string, () => Promise<unknown>]>([
    ["by list-topics", () => ask(listTopics, { q: text })],
    ["by count-topics", () => ask(countTopics, { q: text })],
    ["by get-topic, as its name", () => ask(getTopic, { cluster: "local", name: text })],
    ["by get-topic, as its cluster", () => ask(getTopic, { cluster: text, name: "a" })],
    ["by list-teams", () => ask(listTeams, { q: text })],
    ["by get-team", () => ask(getTeam, { team: text })],
    ["by list-users", () => ask(listUsers, { q: text })],
    ["by find-people", () => ask(findPeople, { q: text })],
    ["by search", () => ask(search, { q: text })],
    ["by list-audit, as subject", () => ask(listAudit, { subject: text })],
    ["by list-audit, as subject of a kind", () => ask(listAudit, { subject: `topic:${text}` })],
    ["by list-audit, as actor", () => ask(listAudit, { actor: text })],
    ["by list-audit, as action", () => ask(listAudit, { action: text })],
    ["by preview-topic-request", () => runQuery(database.web, previewTopicRequest, people.member, topicInput(text))],
    ["by request-topic", () => runCommand(database.web, requestTopic, people.member, topicInput(text))],
    [
      "by retry-topic",
      () => runCommand(database.web, retryTopic, people.admin, { cluster: "local", name: text.slice(0, 249) }),
    ],
    ["by remove-prefix", () => runCommand(database.web, removePrefix, people.admin, { team: "orders", prefix: text })],
  ])("%s", async (_, call) => {
    await expect(call()).resolves.toHaveProperty("ok");
  });
});

describe("times that no database knows", () => {
  it.each(["0000-01-01T00:00:00Z", `2026-01-01T00:00:00.${"1".repeat(300)}Z`, "9999-12-31T23:59:59Z"])(
    "list-audit answers %s",
    async (from) => {
      await expect(ask(listAudit, { from })).resolves.toHaveProperty("ok");
    },
  );
});

it.each([
  ["values", { metadata: { tags: Array.from({ length: 50_000 }, () => "A") } }],
  ["keys", { spec: { partitions: 1, replicationFactor: 1, config: Object.fromEntries(keys()) } }],
  ["fields", Object.fromEntries(keys())],
])("thousands of wrong %s are answered by the first of them", async (_, wrong) => {
  const input = { ...topicInput("orders.many.v1"), ...wrong };
  const answer = await runCommand(database.web, requestTopic, people.member, input);

  expect(answer).toMatchObject({ ok: false, failure: { code: "invalid_input" } });
  expect(JSON.stringify(answer).length).toBeLessThan(50_000);
});

function keys(): [string, string][] {
  return Array.from({ length: 20_000 }, (_, index) => [`K${index}`, "v"]);
}

it("sizes beyond 64 bits are counted as the most there is", async () => {
  const config = { "retention.ms": "9223372036854775807" };
  const huge = { partitions: 100_000, replicationFactor: 32_767, config };
  const input = {
    ...topicInput("orders.huge.v1"),
    spec: huge,
    metadata: { expectedBytesPerSecond: 1_000_000_000_000 },
  };

  await expect(runCommand(database.web, requestTopic, people.member, input)).resolves.toMatchObject({ ok: true });
});
