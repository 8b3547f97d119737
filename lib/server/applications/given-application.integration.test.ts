import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import {
  askedFor,
  consume,
  createApplication,
  createTestAccess,
  granted,
  refused,
  succeeded,
  type TestAccess,
} from "../access/test-access.ts";
import { revokeGrant } from "../commands/revoke-grant.ts";
import { updateApplication } from "../commands/update-application.ts";
import { withdrawRequest } from "../commands/withdraw-request.ts";
import { getApplication } from "../queries/get-application.ts";
import { getRequest } from "../queries/get-request.ts";
import { listApplications } from "../queries/list-applications.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";

let database: TestDatabase;
let people: TestAccess;
/** Of team payments, which gives nothing to anybody. */
let bystander: Actor;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestAccess(database.owner);
  const contact = { contactMail: "analytics@example.test", contactChat: "#analytics" };
  await database.owner.team.update({ where: { id: people.analyticsTeamId }, data: contact });
  const payments = await database.owner.team.findUniqueOrThrow({ where: { slug: "payments" } });
  bystander = { ...people.stranger, memberships: [{ teamId: payments.id, teamSlug: "payments", role: "owner" }] };
});
afterAll(() => database?.drop());

const get = (actor: Actor, application = "dashboards") =>
  runQuery(database.web, getApplication, actor, { application });
const seen = async (actor: Actor, application?: string) => succeeded(await get(actor, application));
const revoke = async (grantId: string) =>
  succeeded(await runCommand(database.web, revokeGrant, people.owner, { grantId, reason: "No longer needed." }));

/** An application of analytics that nobody gave anything yet. */
async function fresh(slug: string): Promise<{ application: string }> {
  await createApplication(database.owner, { slug, teamId: people.analyticsTeamId, principal: true });
  return { application: slug };
}
const item = (application: string) => consume("orders.placed.v1", { consumerGroup: { name: `${application}.reads` } });

describe("the giving side of an application", () => {
  it("sees who it is, whom to talk to, and what it gives: no more", async () => {
    const given = await granted(database.web, people, consume("orders.placed.v1"));
    await askedFor(database.web, people.analyst, [consume("payments.made.v1")]);

    const view = await seen(people.owner);

    expect(Object.keys(view).sort()).toEqual(
      ["contact", "description", "grants", "id", "name", "openRequests", "slug", "team", "view"].sort(),
    );
    expect(view).toMatchObject({
      view: "giving-side",
      slug: "dashboards",
      team: { slug: "analytics" },
      contact: { mail: "analytics@example.test", chat: "#analytics" },
      grants: [{ id: given, principals: ["team.dashboards"], may: { revoke: { allowed: true } } }],
      openRequests: [{ name: "orders.placed.v1", state: "approved" }],
    });
    expect(await seen(bystander)).toMatchObject({ grants: [], openRequests: [{ name: "payments.made.v1" }] });
  });

  it("sees it as soon as it is asked, and no longer once the request is withdrawn", async () => {
    const { application } = await fresh("asks-once");
    expect(refused(await get(people.member, application)).code).toBe("not_found");

    const [request] = await askedFor(database.web, people.analyst, [item(application)], { application });
    expect(await seen(people.member, application)).toMatchObject({
      view: "giving-side",
      grants: [],
      openRequests: [{ id: request?.id, state: "submitted" }],
    });
    const requestOf = async () =>
      succeeded(await runQuery(database.web, getRequest, people.member, { requestId: request?.id }));
    expect((await requestOf()).access?.application.visible).toBe(true);

    succeeded(await runCommand(database.web, withdrawRequest, people.analyst, { requestId: request?.id }));
    expect(refused(await get(people.member, application)).code).toBe("not_found");
    expect((await requestOf()).access?.application.visible).toBe(false);
  });

  it("sees it for as long as its pages show the grant: 90 days after its end", async () => {
    const { application } = await fresh("given-once");
    const grant = await granted(database.web, people, item(application), { application });
    await database.owner.request.updateMany({ where: { grantId: grant }, data: { state: "applied" } });
    await revoke(grant);
    expect(await seen(people.owner, application)).toMatchObject({ grants: [{ id: grant, state: "ended" }] });

    await database.owner.grant.update({
      where: { id: grant },
      data: { endedAt: new Date(Date.now() - 91 * 86_400_000) },
    });
    expect(refused(await get(people.owner, application)).code).toBe("not_found");
  });

  it("may change nothing of it, and does not have it in its list", async () => {
    const change = { application: "dashboards", version: 1, name: "Ours", description: "" };
    expect(refused(await runCommand(database.web, updateApplication, people.owner, change)).code).toBe("not_found");

    const { items } = succeeded(await runQuery(database.web, listApplications, people.owner, {}));
    expect(items.map(({ slug }) => slug)).not.toContain("dashboards");
  });

  it("sees nothing by a token that may not read grants and requests", async () => {
    const token = (...tokenPermissions: NonNullable<Actor["tokenPermissions"]>): Actor => ({
      ...people.owner,
      kind: "token",
      tokenPermissions,
    });

    expect(refused(await get(token("application.read"))).code).toBe("not_found");
    expect(await seen(token("application.read", "access.read"))).toMatchObject({ view: "giving-side" });
  });
});

describe("everybody else", () => {
  it("sees an application as its own side, the platform and auditors do, or not at all", async () => {
    const auditor: Actor = { ...people.stranger, platformRole: "auditor" };
    for (const actor of [people.analyst, people.admin, auditor])
      expect(await seen(actor)).toMatchObject({ view: "own", principals: [{ name: "team.dashboards" }] });

    expect(refused(await get(people.stranger)).code).toBe("not_found");
    expect(refused(await get(bystander, "orders-own")).code).toBe("not_found");
  });
});
