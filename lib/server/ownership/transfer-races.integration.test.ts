import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import { askedFor, consume, refused, succeeded, type TestAccess } from "../access/test-access.ts";
import { addPrefix } from "../commands/add-prefix.ts";
import { createTeam } from "../commands/create-team.ts";
import { deleteTeam } from "../commands/delete-team.ts";
import { requestOwnershipTransfer } from "../commands/request-ownership-transfer.ts";
import { requestTopicChange } from "../commands/request-topic-change.ts";
import { withdrawRequest } from "../commands/withdraw-request.ts";
import { getTeam } from "../queries/get-team.ts";
import { listTeams } from "../queries/list-teams.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { createTestTopic } from "../topic-life/test-topics.ts";
import { approve, approvedBy, ask, asked, createTestTransfer, sharedTopics } from "./test-transfer.ts";

let database: TestDatabase;
let people: TestAccess;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestTransfer(database.owner);
});
afterAll(() => database?.drop());

const ROUNDS = Array.from({ length: 8 }, (_, round) => round);
const request = (id: number) => database.owner.request.findUniqueOrThrow({ where: { id } });
const slugOfOwner = async (name: string) => {
  const [row] = await database.owner.$queryRaw<{ slug: string }[]>`
    SELECT m.slug FROM topics t JOIN teams m ON m.id = t.team_id WHERE t.name = ${name}`;
  return row?.slug;
};
const asAdmin = <Input>(command: Parameters<typeof runCommand>[1], input: Input) =>
  runCommand(database.web, command, people.admin, input);

describe("at the same moment", () => {
  it.each(ROUNDS)("two transfers of one topic are asked for: one is stored (%i)", async (round) => {
    const [topic = ""] = await sharedTopics(database.owner, people, `twice-${round}`);
    const results = await Promise.all([
      ask(database.web, people.member, { topics: [topic] }),
      ask(database.web, people.owner, { topics: [topic], to: "payments" }),
    ]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({ failure: { code: "conflict" } });
  });

  it.each(ROUNDS)(
    "a transfer and access to its topic are approved: the access is given by one of both teams, and never half (%i)",
    async (round) => {
      const [topic = ""] = await sharedTopics(database.owner, people, `access-${round}`);
      const [access] = await askedFor(database.web, people.analyst, [consume(topic)]);
      const asking = await asked(database.web, people.member, { topics: [topic] });
      await approvedBy(database.web, asking, people.owner);
      if (!access) throw new Error("nothing was asked for");
      const [given, moved] = await Promise.all([
        approve(database.web, people.secondOwner, access),
        approve(database.web, people.analyticsOwner, asking),
      ]);

      expect(moved).toMatchObject({ ok: true });
      expect(await slugOfOwner(topic)).toBe("analytics");
      expect((await request(access.id)).state).toBe(given.ok ? "approved" : "stale");
      const grants = await database.owner.grant.findMany({ where: { resourceName: topic } });
      expect(grants.map(({ teamId }) => teamId)).toEqual(given.ok ? [people.analyticsTeamId] : []);
    },
  );

  it.each(ROUNDS)(
    "a transfer and a change of its topic are approved: the change was the first, or is to be asked anew (%i)",
    async (round) => {
      const { name: topic } = await createTestTopic(database.owner, people.teamId, `shared.changed-${round}.v1`);
      const change = succeeded(
        await runCommand(database.web, requestTopicChange, people.member, {
          ...{ kind: "change", cluster: "local", name: topic, reason: "More readers." },
          patch: { partitions: 4 },
        }),
      );
      const asking = await asked(database.web, people.member, { topics: [topic] });
      await approvedBy(database.web, asking, people.owner);
      const [changed, moved] = await Promise.all([
        approve(database.web, people.secondOwner, change),
        approve(database.web, people.analyticsOwner, asking),
      ]);

      expect(moved).toMatchObject({ ok: true });
      expect((await request(change.id)).state).toBe(changed.ok ? "approved" : "stale");
      const desired = await database.owner.topic.findFirst({ where: { name: topic } });
      expect(desired).toMatchObject({ teamId: people.analyticsTeamId, partitions: changed.ok ? 4 : 3 });
    },
  );

  it.each(ROUNDS)("a transfer is approved and withdrawn: it ends in one way (%i)", async (round) => {
    const [topic = ""] = await sharedTopics(database.owner, people, `withdrawn-${round}`);
    const asking = await asked(database.web, people.member, { topics: [topic] });
    await approvedBy(database.web, asking, people.owner);
    const results = await Promise.all([
      approve(database.web, people.analyticsOwner, asking),
      runCommand(database.web, withdrawRequest, people.member, { requestId: asking.id }),
    ]);

    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    const applied = (await request(asking.id)).state === "applied";
    expect(await slugOfOwner(topic)).toBe(applied ? "analytics" : "orders");
  });

  it.each(ROUNDS)("a team is asked to take something and is removed: it is one or the other (%i)", async (round) => {
    const [topic = ""] = await sharedTopics(database.owner, people, `removed-${round}`);
    const slug = `short-lived-${round}`;
    succeeded(await asAdmin(createTeam, { slug, name: "Short-lived" }));
    const [asking, removed] = await Promise.all([
      ask(database.web, people.member, { topics: [topic], to: slug }),
      asAdmin(deleteTeam, { team: slug }),
    ]);

    expect([asking.ok, removed.ok].filter((ok) => ok)).toHaveLength(1);
    expect(await slugOfOwner(topic)).toBe("orders");
  });
});

describe("a team that is to be removed", () => {
  const everything = (more: object) =>
    asAdmin(requestOwnershipTransfer, {
      from: "leaving",
      to: "analytics",
      everything: true,
      reason: "The team is dissolved.",
      ...more,
    });

  it("gives everything away in one go, on every cluster, and can then be removed; what was decided stays on record", async () => {
    succeeded(await asAdmin(createTeam, { slug: "leaving", name: "Leaving" }));
    const team = await database.owner.team.findUniqueOrThrow({ where: { slug: "leaving" } });
    succeeded(await asAdmin(addPrefix, { team: "leaving", prefix: "leaving." }));
    await database.owner.cluster.create({
      data: { slug: "second", name: "Second", tier: "test", listeners: [], definitionHash: "-" },
    });
    for (const clusterSlug of ["local", "second"]) {
      const data = { partitions: 1, replicationFactor: 1, config: {}, teamId: team.id, name: "leaving.last.v1" };
      await database.owner.topic.create({ data: { ...data, clusterSlug, classification: "internal" } });
    }
    await database.owner.application.create({ data: { slug: "leaving-app", name: "Leaving app", teamId: team.id } });
    expect(refused(await asAdmin(deleteTeam, { team: "leaving" })).detail).toContain(
      "still has 1 prefix, 2 topics and 1 application",
    );

    const { requests } = succeeded(await everything({})) as { requests: { id: number; fingerprint: string }[] };
    const rows = await Promise.all(requests.map(({ id }) => request(id)));
    expect(rows.map(({ clusterSlug, risk }) => [clusterSlug, risk])).toEqual([
      ["local", "normal"],
      ["second", "normal"],
    ]);
    expect(new Set(rows.map(({ bundleId }) => bundleId)).size).toBe(1);
    const [first, second] = requests;
    if (!first || !second) throw new Error("a request per cluster was expected");
    // The second relies on the prefix that goes with the first.
    expect(refused(await approve(database.web, people.analyticsOwner, second))).toMatchObject({ code: "conflict" });

    // Nobody is in the team, so that an admin other than the one who asked stands in for it.
    const other = await database.owner.user.create({ data: { name: "Second admin", platformRole: "admin" } });
    const secondAdmin = { ...people.admin, userId: other.id, name: other.name };
    for (const one of [first, second]) await approvedBy(database.web, one, secondAdmin, people.analyticsOwner);

    expect(
      await database.owner.topic.count({ where: { teamId: people.analyticsTeamId, name: "leaving.last.v1" } }),
    ).toBe(2);
    expect(await asAdmin(deleteTeam, { team: "leaving" })).toMatchObject({ ok: true });
    const kept = await database.owner.team.findUniqueOrThrow({ where: { slug: "leaving" } });
    expect(kept.removedAt).not.toBeNull();
  });

  it("is gone for everybody afterwards, and its short name stays its own", async () => {
    expect(await runQuery(database.web, getTeam, people.admin, { team: "leaving" })).toMatchObject({
      failure: { code: "not_found" },
    });
    const listed = await runQuery(database.web, listTeams, people.admin, {});
    expect(listed.ok && listed.value.items.map(({ slug }) => slug)).not.toContain("leaving");
    expect(refused(await asAdmin(createTeam, { slug: "leaving", name: "Leaving" }))).toMatchObject({
      code: "conflict",
    });
    expect(refused(await everything({}))).toMatchObject({ code: "not_found" });
    expect(
      refused(await ask(database.web, people.member, { topics: ["orders.paid.v1"], to: "leaving" })),
    ).toMatchObject({
      code: "invalid_input",
      errors: [{ path: "to" }],
    });
  });

  it("has nothing to give where it owns nothing", async () => {
    succeeded(await asAdmin(createTeam, { slug: "empty", name: "Empty" }));
    expect(refused(await everything({ from: "empty" }))).toMatchObject({
      code: "invalid_input",
      errors: [{ path: "everything" }],
    });
  });
});
