import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { generateSealingKeys, keyIdOf, open } from "#lib/domain/sealed-box";
import { createWebhook } from "../commands/create-webhook.ts";
import { deleteWebhook } from "../commands/delete-webhook.ts";
import { updateNotifications } from "../commands/update-notifications.ts";
import { getNotifications } from "../queries/get-notifications.ts";
import { listWebhooks } from "../queries/list-webhooks.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { createTestPeople, type TestPeople } from "../test-people.ts";

const keys = generateSealingKeys();
let database: TestDatabase;
let people: TestPeople;
beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestPeople(database.owner);
  vi.stubEnv("HEADGATE_URL", "http://127.0.0.1:3000");
  vi.stubEnv("HEADGATE_SECRET", "s".repeat(32));
  vi.stubEnv("DATABASE_URL", database.urls.web);
  vi.stubEnv("CREDENTIAL_PUBLIC_KEY", keys.publicKey);
});
beforeEach(() => database.owner.webhook.deleteMany());
afterAll(async () => {
  vi.unstubAllEnvs();
  await database?.drop();
});

const INPUT = { team: "orders", url: "https://hooks.example.test/headgate", kinds: ["request-waiting"] };

async function create(actor: Actor, change = {}, idempotencyKey = crypto.randomUUID() as string) {
  return runCommand(database.web, createWebhook, actor, { ...INPUT, ...change }, { idempotencyKey });
}

async function created(actor: Actor, change = {}) {
  const answer = await create(actor, change);
  if (!answer.ok) throw new Error(answer.failure.detail);
  return answer.value;
}

it("the secret is in the first answer and nowhere else; only the worker's key opens what is stored", async () => {
  const first = await create(people.owner, {}, "one-key");
  const again = await create(people.owner, {}, "one-key");
  if (!first.ok) throw new Error(first.failure.detail);
  const { id, secret } = first.value;

  expect(secret).toMatch(/^hgwh_[A-Za-z0-9_-]{43}$/);
  expect(again).toEqual({ ok: true, value: { id, secret: null, secretShown: true } });
  const stored = await database.owner.webhook.findUniqueOrThrow({ where: { id } });
  expect(open(keys.privateKey, stored.sealedSecret, `webhook:${id}`)).toEqual({ ok: true, plaintext: secret });
  expect(stored.keyId).toBe(keyIdOf(keys.publicKey));
  const kept = await database.owner.$queryRaw<{ text: string }[]>`
    SELECT to_jsonb(a)::text AS text FROM audit_events a UNION ALL SELECT to_jsonb(i)::text FROM idempotency_keys i`;
  expect(kept.some(({ text }) => text.includes(secret ?? "-"))).toBe(false);
  // An address may hold a secret of the receiver's.
  expect(kept.some(({ text }) => text.includes("hooks.example.test/headgate"))).toBe(false);
  const listed = await runQuery(database.web, listWebhooks, people.owner, { team: "orders" });
  expect(JSON.stringify(listed)).not.toContain("ealed");
});

it("owners have those of their team, admins all, nobody else any", async () => {
  const may = async (actor: Actor, change = {}) => (await create(actor, change)).ok;
  expect([await may(people.owner), await may(people.admin)]).toEqual([true, true]);
  expect([await may(people.member), await may(people.stranger)]).toEqual([false, false]);
  const ofPlatform = { team: undefined };
  expect([await may(people.owner, ofPlatform), await may(people.admin, ofPlatform)]).toEqual([false, true]);

  const list = (actor: Actor, input: object) => runQuery(database.web, listWebhooks, actor, input);
  expect(await list(people.owner, { team: "orders" })).toMatchObject({
    value: { items: [{ team: { slug: "orders" } }, {}] },
  });
  expect(await list(people.admin, {})).toMatchObject({ value: { items: [{ team: null }] } });
  for (const [actor, input] of [
    [people.owner, {}],
    [people.member, { team: "orders" }],
  ] as const)
    expect(await list(actor, input)).toMatchObject({ failure: { code: "forbidden" } });
});

it("is deleted once, by who may; for others it does not exist", async () => {
  const { id: webhookId } = await created(people.owner);
  const remove = (actor: Actor) => runCommand(database.web, deleteWebhook, actor, { webhookId });

  expect(await remove(people.stranger)).toMatchObject({ failure: { code: "not_found" } });
  expect(await remove(people.member)).toMatchObject({ failure: { code: "forbidden" } });
  expect(await remove(people.owner)).toMatchObject({ ok: true });
  expect(await remove(people.owner)).toMatchObject({ ok: true });
  expect(await database.owner.auditEvent.count({ where: { action: "webhook.deleted", objectId: webhookId } })).toBe(1);
  expect(await runQuery(database.web, listWebhooks, people.owner, { team: "orders" })).toMatchObject({
    value: { items: [] },
  });
});

it("a team has at most twenty, also when many are made at once", async () => {
  for (let made = 0; made < 14; made += 1) await created(people.owner);
  const answers = await Promise.all(Array.from({ length: 10 }, () => create(people.owner)));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(6);
});

it.each([
  ["url", { url: "ftp://hooks.example.test/" }],
  ["url", { url: "https://user:password@hooks.example.test/" }],
  ["kinds", { kinds: [] }],
  ["kinds.0", { kinds: ["everything"] }],
  ["team", { team: "Orders\u0000" }],
])("refused by its field: %s %j", async (path, change) => {
  expect(await create(people.owner, change)).toMatchObject({ failure: { code: "invalid_input", errors: [{ path }] } });
});

it("people choose what they are told; until then it is everything", async () => {
  const ask = () => runQuery(database.web, getNotifications, people.member, {});
  expect(await ask()).toEqual({ ok: true, value: { mail: true, muted: [], address: null } });

  const choice = { mail: true, muted: ["request-decided", "grant-ended", "grant-ended"] };
  await runCommand(database.web, updateNotifications, people.member, choice);
  await runCommand(database.web, updateNotifications, people.member, choice);

  expect(await ask()).toMatchObject({ value: { mail: true, muted: ["grant-ended", "request-decided"] } });
  const where = { action: "user.notifications-changed", objectId: people.member.userId ?? "" };
  expect(await database.owner.auditEvent.count({ where })).toBe(1);
});
