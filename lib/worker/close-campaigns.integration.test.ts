import { afterAll, beforeAll, expect, it } from "vitest";
import { closeCampaigns } from "./close-campaigns.ts";
import { consume, TestAccess } from "./test-access.ts";
import { TestInstallation } from "./test-installation.ts";

let installation: TestInstallation;
let access: TestAccess;
let application: string;

beforeAll(async () => {
  installation = await TestInstallation.create();
  access = new TestAccess(installation);
  application = await access.application("billing");
});
afterAll(() => installation?.drop());

/** A recertification whose date passed a second ago, about these grants; those in `kept` were answered for. */
async function campaign(grantIds: string[], kept: string[] = []): Promise<string> {
  const { owner } = installation;
  const [row] = await owner.$queryRaw<{ id: string }[]>`
    INSERT INTO campaigns (title, scope, created_by, due_at) SELECT 'Readers', '{}', id, clock_timestamp() - interval '1 second'
    FROM users LIMIT 1 RETURNING id`;
  await owner.$executeRaw`
    INSERT INTO campaign_items (campaign_id, grant_id, decision, decided_at)
    SELECT ${row?.id}::uuid, g, CASE WHEN g = ANY(${kept}::uuid[]) THEN 'keep' END, CASE WHEN g = ANY(${kept}::uuid[]) THEN now() END
    FROM unnest(${grantIds}::uuid[]) AS g`;
  return String(row?.id);
}

const isClosed = async (id: string) =>
  (await installation.owner.campaign.findUniqueOrThrow({ where: { id } })).closedAt !== null;

it("ends what nobody answered for and nothing else, tells both sides once, and closes", async () => {
  const silent = await access.grant(application, consume("orders.a", "billing.a"));
  const kept = await access.grant(application, consume("orders.b", "billing.b"));
  const outside = await access.grant(application, consume("orders.c", "billing.c"));
  const id = await campaign([silent, kept], [kept]);

  expect(await closeCampaigns(installation.database.worker)).toBe(1);
  expect(await closeCampaigns(installation.database.worker)).toBe(0);

  expect(await isClosed(id)).toBe(true);
  const rows = await installation.owner.grant.findMany({ where: { id: { in: [silent, kept, outside] } } });
  expect(new Map(rows.map((row) => [row.id, row.endedBy]))).toEqual(
    new Map([
      [silent, "recertification"],
      [kept, null],
      [outside, null],
    ]),
  );
  expect(await installation.owner.outboxEvent.count({ where: { kind: "grant-ended" } })).toBe(1);
  const events = await installation.owner.auditEvent.findMany({ where: { objectId: { in: [silent, id] } } });
  expect(events.map(({ action }) => action).toSorted()).toEqual(["campaign.closed", "grant.revoked"]);
});

it("leaves alone what had ended before, and says so by silence only", async () => {
  const grant = await access.grant(application, consume("orders.d", "billing.d"));
  const id = await campaign([grant]);
  await access.revoke(grant);

  expect(await closeCampaigns(installation.database.worker)).toBe(0);
  expect(await isClosed(id)).toBe(true);
  expect(await installation.owner.grant.findUniqueOrThrow({ where: { id: grant } })).toMatchObject({
    endedBy: "owner",
  });
});

it("two workers at once end each grant once", async () => {
  const grants: string[] = [];
  for (const name of ["e", "f", "g"])
    grants.push(await access.grant(application, consume(`orders.${name}`, `billing.${name}`)));
  await campaign(grants);

  const ended = await Promise.all([
    closeCampaigns(installation.database.worker),
    closeCampaigns(installation.database.worker),
  ]);
  expect(ended.toSorted()).toEqual([0, 3]);
});
