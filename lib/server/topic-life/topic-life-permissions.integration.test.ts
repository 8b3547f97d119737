import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import { type Actor, ANONYMOUS } from "#lib/domain/actor";
import type { Result } from "#lib/domain/result";
import { requestTopicAdoption } from "../commands/request-topic-adoption.ts";
import { requestTopicBlock } from "../commands/request-topic-block.ts";
import { requestTopicChange } from "../commands/request-topic-change.ts";
import { requestTopicDeletion } from "../commands/request-topic-deletion.ts";
import { requestTopicRevert } from "../commands/request-topic-revert.ts";
import { previewTopicLife } from "../queries/preview-topic-life.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { createTestPeople, type TestPeople } from "../test-people.ts";
import { createTestTopic } from "./test-topics.ts";

let database: TestDatabase;
let people: TestPeople;
let roles: { [role: string]: Actor };

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestPeople(database.owner);
  const auditor = await database.owner.user.create({ data: { name: "Auditor", platformRole: "auditor" } });
  const { member, owner, stranger, admin } = people;
  roles = {
    ...{ member, owner, stranger, admin, anonymous: ANONYMOUS },
    auditor: { ...stranger, userId: auditor.id, name: "Auditor", platformRole: "auditor" },
  };
});
afterAll(() => database?.drop());

const WEEK = "604800000";
const MONTH = "2592000000";

/** How each kind is asked for of a topic whose retention differs on its cluster, and with which permission. */
const KINDS = {
  change: { permission: "topic.change", more: { patch: { partitions: 6 } }, adminMay: false },
  revert: { permission: "topic.resolve-drift", more: {}, adminMay: true },
  adopt: { permission: "topic.resolve-drift", more: {}, adminMay: true },
  block: { permission: "topic.block", more: { days: 7 }, adminMay: false },
  delete: { permission: "topic.delete", more: {}, adminMay: false },
} as const;
type Kind = keyof typeof KINDS;

const ask: { readonly [K in Kind]: (actor: Actor, input: object) => Promise<Result<unknown>> } = {
  change: (actor, input) => runCommand(database.web, requestTopicChange, actor, input),
  revert: (actor, input) => runCommand(database.web, requestTopicRevert, actor, input),
  adopt: (actor, input) => runCommand(database.web, requestTopicAdoption, actor, input),
  block: (actor, input) => runCommand(database.web, requestTopicBlock, actor, input),
  delete: (actor, input) => runCommand(database.web, requestTopicDeletion, actor, input),
};
const preview = (actor: Actor, input: object) => runQuery(database.web, previewTopicLife, actor, input);
const answer = (result: Result<unknown>) => (result.ok ? "allowed" : result.failure.code);

let made = 0;
async function asked(kind: Kind): Promise<object> {
  made += 1;
  const name = `orders.permitted-${made}.v1`;
  await createTestTopic(database.owner, people.teamId, name, { live: { config: { "retention.ms": MONTH } } });
  return inputOf(kind, name);
}
function inputOf(kind: Kind, name: string): object {
  const { more } = KINDS[kind];
  return { kind, cluster: "local", name, reason: "Why.", ...(kind === "delete" ? { confirm: name } : {}), ...more };
}

/** The same person by a token that was given only these permissions. */
async function byToken(actor: Actor, permissions: readonly string[]): Promise<Actor> {
  made += 1;
  const token = await database.owner.apiToken.create({
    data: {
      ...{ userId: actor.userId ?? "", name: `token ${made}`, tokenHash: `hash ${made}` },
      ...{ permissions: [...permissions], expiresAt: new Date(Date.now() + Number(WEEK)) },
    },
  });
  return { ...actor, kind: "token", tokenId: token.id, tokenPermissions: [...permissions] } as Actor;
}

describe.each(Object.keys(KINDS) as Kind[])("a request of kind %s, and its preview", (kind) => {
  const { adminMay, permission } = KINDS[kind];

  it.each([
    ["member", "allowed"],
    ["owner", "allowed"],
    ["stranger", "forbidden"],
    ["admin", adminMay ? "allowed" : "forbidden"],
    ["auditor", "forbidden"],
    ["anonymous", "unauthenticated"],
  ])("by %s is %s", async (role, expected) => {
    const input = await asked(kind);
    const actor = roles[role] ?? ANONYMOUS;
    expect(answer(await preview(actor, input))).toBe(expected);
    expect(answer(await ask[kind](actor, input))).toBe(expected);
  });

  it("does not exist where nobody manages a topic of that name", async () => {
    for (const name of ["orders.nothing.v1", "__consumer_offsets", "orders.nothing.v1' OR 1=1 --"]) {
      expect(answer(await preview(people.member, inputOf(kind, name)))).toBe("not_found");
      expect(answer(await ask[kind](people.member, inputOf(kind, name)))).toBe("not_found");
    }
  });

  it("needs a token that was given its permission", async () => {
    const few = await byToken(people.member, ["topic.read", "topic.request", "request.approve"]);
    const input = await asked(kind);
    expect(answer(await preview(few, input))).toBe("forbidden");
    expect(answer(await ask[kind](few, input))).toBe("forbidden");
    const enough = await byToken(people.member, ["topic.read", permission]);
    expect(answer(await preview(enough, input))).toBe("allowed");
    expect(answer(await ask[kind](enough, input))).toBe("allowed");
  });

  it("refuses a body of another kind", async () => {
    const input = { ...(await asked(kind)), kind: "create" };
    expect(answer(await ask[kind](people.member, input))).toBe("invalid_input");
  });
});
