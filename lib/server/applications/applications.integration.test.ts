import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { createApplication } from "../commands/create-application.ts";
import { deleteApplication } from "../commands/delete-application.ts";
import { deleteTeam } from "../commands/delete-team.ts";
import { requestPrincipal } from "../commands/request-principal.ts";
import { updateApplication } from "../commands/update-application.ts";
import { getApplication } from "../queries/get-application.ts";
import { listApplications } from "../queries/list-applications.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { createTestPeople, type TestPeople } from "../test-people.ts";

let database: TestDatabase;
let people: TestPeople;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestPeople(database.owner);
});
afterAll(() => database?.drop());

const make = (slug: string, actor: Actor = people.member) =>
  runCommand(database.web, createApplication, actor, { slug, name: `The ${slug}`, team: "orders" });
const list = async (actor: Actor, more: object = {}) => {
  const page = await runQuery(database.web, listApplications, actor, more);
  if (!page.ok) throw new Error(page.failure.detail);
  return page.value;
};

describe("an application", () => {
  it("is made by a member of its team, under a short name of its own", async () => {
    expect(await make("made")).toMatchObject({ value: { slug: "made", version: 1 } });
    expect(await make("made")).toMatchObject({ failure: { code: "conflict", errors: [{ path: "slug" }] } });
    expect(await make("strange", people.stranger)).toMatchObject({ failure: { code: "forbidden" } });
    const audit = await database.owner.auditEvent.findFirst({ where: { action: "application.created" } });
    expect(audit).toMatchObject({ objectName: "made", after: { slug: "made", team: "orders" } });
  });

  it.each(["Bad Slug", "a.b", "-a", "a".repeat(51)])("cannot be called %j", async (slug) => {
    expect(await make(slug)).toMatchObject({ failure: { code: "invalid_input", errors: [{ path: "slug" }] } });
  });

  it("is changed on the version that was read", async () => {
    await make("changed");
    const change = (version: number) =>
      runCommand(database.web, updateApplication, people.member, {
        ...{ application: "changed", version, name: "Other", description: "Better." },
      });
    expect(await change(1)).toMatchObject({ value: { version: 2 } });
    expect(await change(1)).toMatchObject({ failure: { code: "conflict", extra: { currentVersion: 2 } } });
  });

  it("is deleted by an owner while nothing was decided or asked for it", async () => {
    await make("deleted");
    const remove = (application: string, actor: Actor) =>
      runCommand(database.web, deleteApplication, actor, { application });
    expect(await remove("deleted", people.member)).toMatchObject({ failure: { code: "forbidden" } });
    expect(await remove("deleted", people.owner)).toMatchObject({ ok: true });

    await make("asked-for");
    const asked = { application: "asked-for", cluster: "local", kind: "scram", name: "orders.asked", reason: "Yes." };
    expect(await runCommand(database.web, requestPrincipal, people.member, asked)).toMatchObject({ ok: true });
    expect(await remove("asked-for", people.owner)).toMatchObject({
      failure: { code: "conflict", detail: "asked-for has 1 request on record, so it cannot be deleted." },
    });
  });

  it("keeps its team from being deleted, in words", async () => {
    const team = await database.owner.team.create({ data: { slug: "short-lived", name: "Short-lived" } });
    await database.owner.application.create({ data: { slug: "left-over", name: "Left over", teamId: team.id } });
    const remove = await runCommand(database.web, deleteTeam, people.admin, { team: "short-lived" });
    expect(remove).toMatchObject({
      failure: {
        code: "conflict",
        detail: expect.stringContaining("Short-lived still has 1 application, so it cannot be deleted."),
      },
    });
  });

  it("does not exist for anybody outside its team, the platform and auditors", async () => {
    await make("hidden");
    const get = (actor: Actor) => runQuery(database.web, getApplication, actor, { application: "hidden" });
    expect(await get(people.admin)).toMatchObject({
      value: { slug: "hidden", may: { requestPrincipal: { allowed: false } } },
    });
    expect(await get(people.stranger)).toMatchObject({ failure: { code: "not_found" } });
    const change = { application: "hidden", version: 1, name: "Mine", description: "" };
    expect(await runCommand(database.web, updateApplication, people.stranger, change)).toMatchObject({
      failure: { code: "not_found" },
    });
    expect((await list(people.stranger)).items).toEqual([]);
    const token: Actor = { ...people.member, kind: "token", tokenPermissions: ["topic.read"] };
    expect(await get(token)).toMatchObject({ failure: { code: "forbidden" } });
  });
});

describe("the list", () => {
  it("goes on behind a cursor, and finds by name", async () => {
    for (const slug of ["page-a", "page-b", "page-c"]) await make(slug);
    const first = await list(people.member, { q: "page-", limit: 2 });
    expect(first.items.map(({ slug }) => slug)).toEqual(["page-a", "page-b"]);
    const second = await list(people.member, { q: "page-", limit: 2, cursor: first.nextCursor });
    expect(second).toMatchObject({
      items: [{ slug: "page-c", clusters: [], grants: 0, blocked: 0 }],
      nextCursor: null,
    });
    expect((await list(people.admin, { team: "nobody" })).items).toEqual([]);
  });

  it("counts what is granted, what ends soon and what is blocked", async () => {
    await make("counted");
    const { id } = await database.owner.application.findUniqueOrThrow({ where: { slug: "counted" } });
    const { id: requestId } = await database.owner.request.findFirstOrThrow();
    const days = [3, 30, 40];
    for (const [index, day] of days.entries()) {
      await database.owner.$executeRaw`
        INSERT INTO grants (cluster_slug, application_id, team_id, operation, pattern_type, resource_name, purpose, expires_at, request_id)
        VALUES ('local', ${id}::uuid, ${people.teamId}::uuid, 'produce', 'LITERAL', ${`orders.t${index}.v1`}, 'Why', now() + make_interval(days => ${day}::int),
          ${requestId})`;
    }
    await database.owner.$executeRaw`
      UPDATE grant_status SET state = 'blocked' WHERE grant_id = (SELECT id FROM grants WHERE resource_name = 'orders.t1.v1')`;
    expect((await list(people.member, { q: "counted" })).items).toMatchObject([{ grants: 3, expiring: 1, blocked: 1 }]);

    await database.owner.principal.create({
      data: { applicationId: id, clusterSlug: "local", name: "orders.counted", kind: "scram" },
    });
    const seen = await runQuery(database.web, getApplication, people.member, { application: "counted" });
    if (!seen.ok || seen.value.view !== "own") throw new Error("not seen as its own side sees it");
    expect(seen.value.grants).toHaveLength(3);
    expect(seen.value.principals[0]?.bindings.map(({ operation, state }) => `${operation} ${state}`)).toEqual(
      Array.from({ length: 3 }, () => ["DESCRIBE pending", "WRITE pending"]).flat(),
    );
  });
});
