import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { remindOfGrants } from "./remind-grants.ts";
import { TestOutbox } from "./test-outbox.ts";

let outbox: TestOutbox;
let application: string;
let request: bigint;
beforeAll(async () => {
  outbox = await TestOutbox.create();
  const { owner } = outbox.database;
  const requesterId = await outbox.person("requester", { team: "payments" });
  const [row] = await owner.$queryRaw<{ application: string; request: bigint }[]>`
    WITH cluster AS (INSERT INTO clusters (slug, name, tier, listeners, definition_hash) VALUES ('local', 'Local', 'test', '[]', '-') RETURNING slug),
      application AS (INSERT INTO applications (slug, name, team_id)
        VALUES ('billing', 'Billing', ${outbox.teams.payments}::uuid) RETURNING id),
      request AS (INSERT INTO requests (kind, cluster_slug, object_name, team_id, asking_team_id, requester_id, state, patch, reason, plan,
          fingerprint, violations, risk, slots, partitions, lapses_at)
        SELECT 'access.create', slug, 'orders.created.v1', ${outbox.teams.orders}::uuid, ${outbox.teams.payments}::uuid,
          ${requesterId}::uuid, 'applied', '{}', '', '{}', 'f', '[]', 'low', '[]', 0, now() FROM cluster RETURNING id)
    SELECT application.id AS application, request.id AS request FROM application, request`;
  if (!row) throw new Error("INSERT … RETURNING answered no row");
  ({ application, request } = row);
});
beforeEach(async () => {
  await outbox.database.owner.$executeRaw`TRUNCATE outbox_deliveries, outbox_events`;
  await outbox.database.owner.$executeRaw`DELETE FROM grant_status`;
  await outbox.database.owner.$executeRaw`DELETE FROM grants`;
});
afterAll(() => outbox?.database.drop());

const remind = () => remindOfGrants(outbox.database.worker);

/** A grant that ends in so many hours and was given so many days ago. */
async function grant(
  hours: number,
  { given = 90, state = "active", topic = "orders.created.v1", giver = outbox.teams.orders } = {},
): Promise<void> {
  await outbox.database.owner.$executeRaw`
    INSERT INTO grants (cluster_slug, application_id, team_id, operation, pattern_type, resource_name, purpose, expires_at, created_at, state,
      ended_at, end_kind, request_id)
    VALUES ('local', ${application}::uuid, ${giver}::uuid, 'produce', 'LITERAL', ${topic}, 'billing',
      now() + make_interval(hours => ${hours}::int), now() - make_interval(days => ${given}::int), ${state},
      CASE WHEN ${state} = 'ended' THEN now() END, CASE WHEN ${state} = 'ended' THEN 'revoked' END, ${request})`;
}

async function passHours(hours: number): Promise<void> {
  await outbox.database.owner
    .$executeRaw`UPDATE grants SET expires_at = expires_at - make_interval(hours => ${hours}::int)`;
}

const reminders = () => outbox.database.owner.outboxEvent.findMany({ orderBy: { id: "asc" } });
const days = async () => (await reminders()).map(({ data }) => (data as { days: number }).days);

it("both sides are reminded 14, 7 and 1 days before, once each, however many workers look", async () => {
  await grant(15 * 24);
  expect(await remind()).toBe(0);

  for (const hours of [24 + 1, 7 * 24, 6 * 24]) {
    await passHours(hours);
    await Promise.all([remind(), remind(), remind()]);
    expect(await remind()).toBe(0);
  }

  expect(await days()).toEqual([14, 14, 7, 7, 1, 1]);
  const data = {
    application: "billing",
    cluster: "local",
    resource: "orders.created.v1",
    operation: "produce",
    days: 14,
  };
  const notice = {
    kind: "grant-expiring",
    subject: expect.stringMatching(/^Access of Billing to orders\.created\.v1 ends 20.* UTC$/),
  };
  expect((await reminders()).slice(0, 2)).toMatchObject([
    {
      ...notice,
      path: "/applications/billing",
      audience: { ownersOf: [outbox.teams.payments] },
      data: { ...data, side: "holder" },
    },
    {
      ...notice,
      path: "/topics/local/orders.created.v1?tab=access",
      audience: { ownersOf: [outbox.teams.orders] },
      data: { ...data, side: "giver" },
    },
  ]);
});

it("a team that gives to itself is reminded once", async () => {
  await grant(24, { giver: outbox.teams.payments });
  await remind();
  expect(await reminders()).toMatchObject([{ audience: { ownersOf: [outbox.teams.payments] } }]);
});

it("a grant that is seen late is reminded of once, by what is left", async () => {
  await grant(3 * 24);
  await remind();
  expect(await days()).toEqual([7, 7]);
});

it("none is of a grant that has ended or is over, nor one that was given for a shorter time", async () => {
  await grant(24, { state: "ended" });
  await grant(-1, { topic: "orders.over.v1" });
  await grant(10 * 24, { given: 1, topic: "orders.short.v1" });
  expect(await remind()).toBe(0);
});

it("a renewed grant is reminded of again", async () => {
  await grant(12);
  await remind();
  await passHours(-30 * 24);
  expect(await remind()).toBe(0);
  await passHours(30 * 24 - 1);
  await remind();
  expect(await days()).toEqual([1, 1, 1, 1]);
});

it("more than one statement takes are all written down", async () => {
  for (let index = 0; index < 501; index += 1) await grant(12, { topic: `orders.many-${index}.v1` });
  expect(await remind()).toBe(501);
  expect(await reminders()).toHaveLength(1_002);
});
