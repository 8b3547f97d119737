import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import type { Result } from "#lib/domain/result";
import { createTestAccess, succeeded, type TestAccess } from "../access/test-access.ts";
import { approveRequest } from "../commands/approve-request.ts";
import { requestTopicAdoption } from "../commands/request-topic-adoption.ts";
import { requestTopicBlock } from "../commands/request-topic-block.ts";
import { requestTopicDeletion } from "../commands/request-topic-deletion.ts";
import { requestTopicRevert } from "../commands/request-topic-revert.ts";
import { runCommand } from "../run-command.ts";
import { createTestTopic } from "./test-topics.ts";

let database: TestDatabase;
let people: TestAccess;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestAccess(database.owner);
});
afterAll(() => database?.drop());

type Asked = { id: number; fingerprint: string };
type Ask = (name: string) => (actor: Actor) => Promise<Result<Asked>>;
const about = (name: string) => ({ cluster: "local", name, reason: "Why not." });
const block: Ask = (name) => (actor) =>
  runCommand(database.web, requestTopicBlock, actor, { ...about(name), kind: "block", days: 7 });
const end: Ask = (name) => (actor) =>
  runCommand(database.web, requestTopicDeletion, actor, { ...about(name), kind: "delete", confirm: name });
const revert: Ask = (name) => (actor) =>
  runCommand(database.web, requestTopicRevert, actor, { ...about(name), kind: "revert" });
const adopt: Ask = (name) => (actor) =>
  runCommand(database.web, requestTopicAdoption, actor, { ...about(name), kind: "adopt" });

let made = 0;
/** A topic whose retention differs on the cluster, without anything to lose by it. */
async function drifted(): Promise<string> {
  made += 1;
  const name = `orders.at-once-${made}.v1`;
  await createTestTopic(database.owner, people.teamId, name, { live: { config: { "retention.ms": "86400000" } } });
  return name;
}

const ROUNDS = Array.from({ length: 4 }, (_, round) => round);
const PAIRS: [string, Ask, Ask][] = [
  ["two blocks", block, block],
  ["two deletions", end, end],
  ["two adoptions", adopt, adopt],
  ["a revert and an adoption of the same drift", revert, adopt],
];

describe.each(PAIRS)("of %s that are asked for at the same instant", (_, one, other) => {
  it.each(ROUNDS)("one is stored, the other is a conflict, and one approval of each slot counts (%i)", async () => {
    const name = await drifted();
    const both = await Promise.all([one(name)(people.member), other(name)(people.owner)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    for (const answer of both) if (!answer.ok) expect(answer.failure.code).toBe("conflict");

    const [stored] = both.flatMap((answer) => (answer.ok ? [answer.value] : []));
    const input = { requestId: stored?.id, fingerprint: stored?.fingerprint };
    const decided = await Promise.all([
      runCommand(database.web, approveRequest, people.secondOwner, input),
      runCommand(database.web, approveRequest, people.secondOwner, input),
      runCommand(database.web, approveRequest, people.admin, input),
    ]);
    const filled = await database.owner.approval.findMany({ where: { requestId: stored?.id ?? 0, droppedAt: null } });
    expect(new Set(filled.map(({ slot }) => slot)).size).toBe(filled.length);
    expect(decided.filter(({ ok }) => ok)).toHaveLength(filled.length);
    succeeded(decided.find(({ ok }) => ok) ?? decided[0]);
  });
});
