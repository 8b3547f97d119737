import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import {
  consume,
  createTestAccess,
  granted,
  inDays,
  refused,
  succeeded,
  type TestAccess,
} from "../access/test-access.ts";
import { createCampaign } from "../commands/create-campaign.ts";
import { decideCampaignItem } from "../commands/decide-campaign-item.ts";
import { revokeGrant } from "../commands/revoke-grant.ts";
import { getCampaign } from "../queries/get-campaign.ts";
import { listCampaigns } from "../queries/list-campaigns.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";

let database: TestDatabase;
let people: TestAccess;
let grants: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestAccess(database.owner);
});

/** Each test has two grants that live, and no recertification. */
beforeEach(async () => {
  await database.owner.outboxEvent.deleteMany();
  await database.owner.campaignItem.deleteMany();
  await database.owner.campaign.deleteMany();
  await database.owner
    .$executeRaw`UPDATE grants SET state = 'ended', ended_at = now(), end_kind = 'revoked' WHERE state <> 'ended'`;
  grants = [];
  for (const topic of ["orders.placed.v1", "orders.paid.v1"])
    grants.push(await granted(database.web, people, consume(topic)));
});
afterAll(() => database?.drop());

const input = (more: object = {}) => ({
  title: "Readers of orders",
  team: "orders",
  reason: "Once a year.",
  dueAt: inDays(10),
  ...more,
});

async function opened(more: object = {}): Promise<string> {
  return succeeded(await runCommand(database.web, createCampaign, people.owner, input(more))).id;
}

const answer = (actor: TestAccess["owner"], campaignId: string, grantId: string | undefined, decision: string) =>
  runCommand(database.web, decideCampaignItem, actor, { campaignId, grantId, decision, reason: "Looked at." });

const grantState = async (id: string | undefined) =>
  database.owner.grant.findUniqueOrThrow({
    where: { id: id ?? "" },
    select: { state: true, endKind: true, endedBy: true },
  });

describe("a recertification", () => {
  it("asks about every grant that lives in its scope, and tells the owners", async () => {
    const id = await opened();
    const view = succeeded(await runQuery(database.web, getCampaign, people.owner, { campaignId: id }));
    expect(view.items.map(({ grant }) => grant.id).toSorted()).toEqual(grants.toSorted());
    expect(view).toMatchObject({ total: 2, undecided: 2, closedAt: null });
    expect(await database.owner.outboxEvent.count({ where: { kind: "campaign-opened" } })).toBe(1);
  });

  it("shows what waits for an answer first, however many were answered", async () => {
    await database.owner.$executeRaw`
      INSERT INTO grants (cluster_slug, application_id, team_id, operation, pattern_type, resource_name, purpose, expires_at, request_id)
      SELECT cluster_slug, application_id, team_id, 'produce', 'LITERAL', 'orders.many-' || n, 'Many.', now() + interval '1 day', request_id
      FROM grants, generate_series(1, 520) AS n WHERE id = ${grants[0]}::uuid`;
    const id = await opened();
    await database.owner.$executeRaw`
      UPDATE campaign_items SET decision = 'keep', decided_at = now() WHERE campaign_id = ${id}::uuid AND grant_id <> ${grants[1]}::uuid`;
    const shown = succeeded(await runQuery(database.web, getCampaign, people.owner, { campaignId: id }));
    expect(shown).toMatchObject({ total: 522, undecided: 1 });
    expect(shown.items).toHaveLength(500);
    expect(shown.items.filter(({ may }) => may.allowed).map(({ grant }) => grant.id)).toEqual([grants[1]]);
  });

  it("may be narrowed to topics and to one application", async () => {
    const id = await opened({ scope: { prefix: "orders.pa", application: "dashboards" } });
    const view = succeeded(await runQuery(database.web, getCampaign, people.owner, { campaignId: id }));
    expect(view.items.map(({ grant }) => grant.terms.resourceName)).toEqual(["orders.paid.v1"]);
  });

  it("keeps what is kept, ends what is ended, and closes with the last answer", async () => {
    const id = await opened();
    succeeded(await answer(people.owner, id, grants[0], "keep"));
    succeeded(await answer(people.owner, id, grants[1], "end"));

    expect(await grantState(grants[0])).toMatchObject({ state: "pending" });
    expect(await grantState(grants[1])).toMatchObject({
      state: "ended",
      endKind: "revoked",
      endedBy: people.owner.name,
    });
    const [row] = succeeded(await runQuery(database.web, listCampaigns, people.owner, {})).items;
    expect(row).toMatchObject({ undecided: 0, kept: 1, ended: 1 });
    expect(row?.closedAt).not.toBeNull();
  });

  it("is answered once for each grant, also by two at once", async () => {
    const id = await opened();
    const both = await Promise.all([
      answer(people.owner, id, grants[0], "keep"),
      answer(people.owner, id, grants[0], "end"),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(refused(both.find(({ ok }) => !ok) ?? both[0]).code).toBe("conflict");
  });

  it("takes no answer once its date has passed", async () => {
    const id = await opened();
    await database.owner.$executeRaw`UPDATE campaigns SET due_at = now() - interval '1 second' WHERE id = ${id}::uuid`;
    expect(refused(await answer(people.owner, id, grants[0], "keep")).code).toBe("conflict");
  });

  it("lets a grant be ended that had ended already", async () => {
    const id = await opened();
    succeeded(await runCommand(database.web, revokeGrant, people.owner, { grantId: grants[0], reason: "Not needed." }));
    succeeded(await answer(people.owner, id, grants[0], "end"));
    expect(await grantState(grants[0])).toMatchObject({ state: "ended", endKind: "revoked" });
  });
});

describe("who may", () => {
  it("an owner of the giving side answers; the holder's side sees it and is refused; others see nothing", async () => {
    const id = await opened();
    expect(refused(await answer(people.analyst, id, grants[0], "keep")).code).toBe("forbidden");
    expect(refused(await answer(people.stranger, id, grants[0], "keep")).code).toBe("not_found");
    expect(refused(await runQuery(database.web, getCampaign, people.stranger, { campaignId: id })).code).toBe(
      "not_found",
    );
    const seen = succeeded(await runQuery(database.web, getCampaign, people.analyst, { campaignId: id }));
    expect(seen.items.every(({ may }) => !may.allowed)).toBe(true);
  });

  it("only the platform asks about everybody's grants, only owners about their team's", async () => {
    const everybody = { ...input(), team: undefined };
    expect(refused(await runCommand(database.web, createCampaign, people.owner, everybody)).code).toBe("forbidden");
    expect(refused(await runCommand(database.web, createCampaign, people.analyst, input())).code).toBe("forbidden");
    expect(succeeded(await runCommand(database.web, createCampaign, people.admin, everybody)).items).toBe(2);
  });
});

it.each([
  ["a past date", { dueAt: "2020-01-01T00:00:00Z" }, "dueAt"],
  ["a date years away", { dueAt: "9999-01-01T00:00:00Z" }, "dueAt"],
  ["a scope without grants", { scope: { prefix: "payments." } }, "scope"],
])("%s is refused at its field, and nothing is kept", async (_, more, path) => {
  const failure = refused(await runCommand(database.web, createCampaign, people.owner, input(more)));
  expect(failure.errors?.map((error) => error.path)).toEqual([path]);
  expect(await database.owner.campaign.count()).toBe(0);
});
