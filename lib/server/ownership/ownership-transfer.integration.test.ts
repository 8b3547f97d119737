import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import {
  askedFor,
  consume,
  createApplication,
  createTopic,
  granted,
  refused,
  type TestAccess,
} from "../access/test-access.ts";
import { requestTopic } from "../commands/request-topic.ts";
import { getHistory } from "../queries/get-history.ts";
import { getRequest } from "../queries/get-request.ts";
import { listRequests } from "../queries/list-requests.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { topicInput } from "../test-people.ts";
import { approve, approvedBy, ask, asked, createTestTransfer, sharedTopics } from "./test-transfer.ts";

let database: TestDatabase;
let people: TestAccess;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestTransfer(database.owner);
});
afterAll(() => database?.drop());

const ownerOf = async (name: string) => {
  const [row] = await database.owner.$queryRaw<{ desired: string; shown: string }[]>`
    SELECT m.slug AS desired, n.slug AS shown FROM topics t JOIN teams m ON m.id = t.team_id
      JOIN catalogue c ON c.topic_id = t.id JOIN teams n ON n.id = c.team_id WHERE t.name = ${name}`;
  return row;
};
const request = (id: number) => database.owner.request.findUniqueOrThrow({ where: { id } });
const slots = (one: { requiredApprovals: { id: string }[] }) => one.requiredApprovals.map(({ id }) => id);

/** One person who is the only owner of both sides. */
async function ownerOfBoth(): Promise<{ from: string; actor: Actor; topic: string }> {
  const { owner } = database;
  const [gives, takes] = [
    await owner.team.create({ data: { slug: "small", name: "Small" } }),
    await owner.team.create({ data: { slug: "smaller", name: "Smaller" } }),
  ];
  await owner.teamPrefix.create({ data: { prefix: "small.", teamId: takes.id } });
  await createTopic(owner, "small.a.v1", gives.id);
  const { id: userId } = await owner.user.create({ data: { name: "Owner of both" } });
  const memberships = [gives, takes].map(({ id, slug }) => ({ teamId: id, teamSlug: slug, role: "owner" as const }));
  for (const { teamId, role } of memberships) await owner.membership.create({ data: { teamId, userId, role } });
  return {
    from: gives.slug,
    actor: { ...people.owner, userId, name: "Owner of both", memberships },
    topic: "small.a.v1",
  };
}

describe("asking for another owner", () => {
  it("is decided by an owner of each side, and by the platform where the name would mislead", async () => {
    const [topic = ""] = await sharedTopics(database.owner, people, "asked");
    const plain = await asked(database.web, people.member, { topics: [topic] });
    expect(slots(plain)).toEqual(["owner-of-team", "owner-of-taking-team"]);
    expect(plain.plan.changes).toEqual([
      { field: `owner of topic ${topic}`, from: "orders", to: "analytics", kind: "neutral" },
    ]);

    const outside = await asked(database.web, people.member, { topics: ["orders.sent.v1"] });
    expect(slots(outside)).toEqual(["owner-of-team", "platform-admin", "owner-of-taking-team"]);
    expect(outside.violations).toMatchObject([{ path: "topics", enforcement: "warn", actual: "orders.sent.v1" }]);
  });

  it("is asked by the team that gives, or by the platform, of nobody else", async () => {
    const [topic = ""] = await sharedTopics(database.owner, people, "whose");
    expect(refused(await ask(database.web, people.analyst, { topics: [topic] }))).toMatchObject({ code: "forbidden" });
    expect(refused(await ask(database.web, people.stranger, { topics: [topic] }))).toMatchObject({ code: "forbidden" });
    expect(await asked(database.web, people.admin, { topics: [topic] })).toMatchObject({ state: "submitted" });
  });

  it("is decided by a second person also where one owns both sides alone: the platform stands in", async () => {
    const { from, actor, topic } = await ownerOfBoth();
    const { id, fingerprint } = await asked(database.web, people.admin, { from, to: "smaller", topics: [topic] });
    await approve(database.web, actor, { id, fingerprint });
    expect(refused(await approve(database.web, actor, { id, fingerprint }))).toMatchObject({ code: "forbidden" });
    expect(refused(await approve(database.web, people.admin, { id, fingerprint }))).toMatchObject({
      code: "forbidden",
    });

    const { id: userId } = await database.owner.user.create({ data: { name: "Second admin", platformRole: "admin" } });
    const second = { ...people.admin, userId, name: "Second admin" };
    const inbox = await runQuery(database.web, listRequests, second, { decidable: "true" });
    expect(inbox).toMatchObject({
      ok: true,
      value: { items: expect.arrayContaining([expect.objectContaining({ id })]) },
    });
    expect(await approvedBy(database.web, { id, fingerprint }, second)).toMatchObject({ state: "approved" });
    expect(await database.owner.approval.findMany({ where: { requestId: id }, orderBy: { id: "asc" } })).toMatchObject([
      { standIn: false },
      { standIn: true },
    ]);
  });

  it("claims the owner of each topic: a second request for one of them is refused with the number of the first", async () => {
    const [one = "", two = ""] = await sharedTopics(database.owner, people, "claimed-1", "claimed-2");
    const { id } = await asked(database.web, people.member, { topics: [one] });
    expect(refused(await ask(database.web, people.owner, { topics: [two, one], to: "payments" }))).toMatchObject({
      code: "conflict",
      extra: { requestId: id },
    });
    expect(await asked(database.web, people.owner, { topics: [two] })).toBeDefined();
  });

  it.each<[string, object, string]>([
    ["a topic of another team", { topics: ["payments.made.v1"] }, "topics.0"],
    ["a topic that nobody has", { topics: ["orders.paid.v1", "orders.nowhere.v1"] }, "topics.1"],
    ["another team's application", { topics: [], applications: ["rival"] }, "applications.0"],
    ["another team's prefix", { prefixes: ["payments."] }, "prefixes.0"],
    ["a subject that is none", { subjects: ["orders.paid.v1-value"] }, "subjects.0"],
    ["a team that is none", { topics: ["orders.paid.v1"], to: "nobody" }, "to"],
    ["the team itself", { topics: ["orders.paid.v1"], to: "orders" }, "to"],
    ["a cluster that is none", { topics: ["orders.paid.v1"], cluster: "nowhere" }, "cluster"],
    ["no cluster", { topics: ["orders.paid.v1"], cluster: undefined }, "cluster"],
    ["nothing", {}, "topics"],
    ["everything and something", { everything: true, topics: ["orders.paid.v1"] }, "topics"],
  ])("refuses %s, at its place", async (_, more, path) => {
    const failure = refused(await ask(database.web, people.member, more));
    expect(failure).toMatchObject({ code: "invalid_input" });
    expect(failure.errors?.map((error) => error.path)).toContain(path);
  });

  it.each(["a\u0000b", "\ud800", "%_\\", "'; DROP TABLE topics; --", "x".repeat(300)])(
    "answers the name %j with a refusal, not a bug",
    async (name) => {
      for (const kind of ["topics", "subjects", "applications", "prefixes"]) {
        expect(refused(await ask(database.web, people.member, { [kind]: [name] }))).toMatchObject({
          code: "invalid_input",
        });
      }
    },
  );

  it("does not part a prefix from one that begins with it", async () => {
    await database.owner.teamPrefix.create({ data: { prefix: "orders.eu.", teamId: people.teamId } });
    const failure = refused(await ask(database.web, people.member, { prefixes: ["orders.eu."] }));
    expect(failure).toMatchObject({ code: "conflict", errors: [{ path: "prefixes" }] });
    expect(failure.detail).toContain("orders.eu. overlaps orders.");
    await database.owner.teamPrefix.delete({ where: { prefix: "orders.eu." } });
  });
});

describe("a transfer that both sides approved", () => {
  it("is applied at once: topic, catalogue, subjects and access follow, and the history stays", async () => {
    const [topic = "", other = ""] = await sharedTopics(database.owner, people, "moved", "kept");
    const grantId = await granted(database.web, people, consume(topic));
    const keptGrant = await granted(database.web, people, consume(other));
    const subject = await database.owner.registrySubject.create({
      data: {
        ...{ clusterSlug: "local", name: `${topic}-value`, teamId: people.teamId, topicName: topic, part: "value" },
        ...{ strategy: "TopicNameStrategy", schemaType: "AVRO", compatibility: "BACKWARD" },
      },
    });
    const asking = await asked(database.web, people.member, { topics: [topic] });
    expect(asking.plan.changes.map(({ field }) => field)).toEqual([
      `owner of topic ${topic}`,
      `owner of subject ${topic}-value`,
    ]);
    await approvedBy(database.web, asking, people.owner);
    expect(await ownerOf(topic)).toEqual({ desired: "orders", shown: "orders" });
    await approvedBy(database.web, asking, people.analyticsOwner);

    expect(await ownerOf(topic)).toEqual({ desired: "analytics", shown: "analytics" });
    expect(await request(asking.id)).toMatchObject({ state: "applied", endedAt: expect.any(Date) });
    const teamOf = async (id: string) => (await database.owner.grant.findUniqueOrThrow({ where: { id } })).teamId;
    expect(await teamOf(grantId)).toBe(people.analyticsTeamId);
    expect(await teamOf(keptGrant)).toBe(people.teamId);
    const moved = await database.owner.registrySubject.findUniqueOrThrow({ where: { id: subject.id } });
    expect(moved.teamId).toBe(people.analyticsTeamId);
    expect(await database.owner.fieldClaim.count({ where: { requestId: asking.id } })).toBe(0);

    const { id = "" } = (await database.owner.topic.findFirst({ where: { name: topic } })) ?? {};
    const history = await runQuery(database.web, getHistory, people.analyst, { kind: "topic", id });
    const handedOver = { action: "topic.transferred", before: { team: "orders" }, after: { team: "analytics" } };
    expect(history.ok && history.value.items).toContainEqual(expect.objectContaining(handedOver));
    expect(history.ok && history.value.items.map(({ action }) => action)).toContain("request.applied");
  });

  it("takes applications and prefixes along, and the access that is given by them", async () => {
    const applicationId = await createApplication(database.owner, {
      slug: "shared-writer",
      teamId: people.teamId,
      principal: true,
    });
    await database.owner.teamPrefix.create({ data: { prefix: "moving.", teamId: people.teamId } });
    const asking = await asked(database.web, people.member, { applications: ["shared-writer"], prefixes: ["moving."] });
    expect(asking.plan.object.name).toBe("1 application and 1 prefix of orders");
    await approvedBy(database.web, asking, people.owner, people.analyticsOwner);

    const application = await database.owner.application.findUniqueOrThrow({ where: { id: applicationId } });
    expect(application.teamId).toBe(people.analyticsTeamId);
    const prefix = await database.owner.teamPrefix.findUniqueOrThrow({ where: { prefix: "moving." } });
    expect(prefix.teamId).toBe(people.analyticsTeamId);
  });

  it("tells both sides and who uses the topics, each of what concerns them", async () => {
    const [topic = ""] = await sharedTopics(database.owner, people, "told");
    await granted(database.web, people, consume(topic));
    const payments = await database.owner.team.findUniqueOrThrow({ where: { slug: "payments" } });
    const asking = await asked(database.web, people.member, { topics: [topic], to: "payments" });
    await approvedBy(database.web, asking, people.owner, people.admin);
    // The taking side has no owner: another admin would stand in, and the one who approved already may not.
    expect(refused(await approve(database.web, people.admin, asking))).toMatchObject({ code: "forbidden" });
    await database.owner.membership.create({
      data: { teamId: payments.id, userId: people.stranger.userId ?? "", role: "owner" },
    });
    await approvedBy(database.web, asking, people.stranger);

    const told = await database.owner.outboxEvent.findMany({ where: { kind: "topic-moved" }, orderBy: { id: "asc" } });
    const mine = told.filter(({ subject }) => subject.startsWith(topic));
    expect(mine.map(({ audience }) => (audience as { membersOf: string[] }).membersOf)).toEqual([
      [people.teamId, payments.id],
      [people.analyticsTeamId],
    ]);
    await database.owner.membership.deleteMany({ where: { teamId: payments.id } });
  });

  it("makes what is asked about it stale, with the reason; what is asked about other topics goes on", async () => {
    const [topic = "", other = ""] = await sharedTopics(database.owner, people, "open", "untouched");
    const [access] = await askedFor(database.web, people.analyst, [consume(topic)]);
    const [kept] = await askedFor(database.web, people.analyst, [consume(other)]);
    const asking = await asked(database.web, people.member, { topics: [topic] });
    await approvedBy(database.web, asking, people.owner, people.analyticsOwner);

    expect(await request(access?.id ?? 0)).toMatchObject({
      state: "stale",
      outcome: `What it is about belongs to Analytics now (request ${asking.id}): ask anew.`,
    });
    expect((await request(kept?.id ?? 0)).state).toBe("submitted");
  });

  it("gives the name of a topic that was asked for back, when its prefix leaves the team", async () => {
    await database.owner.teamPrefix.create({ data: { prefix: "leaving.", teamId: people.teamId } });
    const wanted = { ...topicInput("leaving.asked.v1") };
    const topic = await runCommand(database.web, requestTopic, people.member, wanted);
    if (!topic.ok) throw new Error(topic.failure.detail);
    const asking = await asked(database.web, people.member, { prefixes: ["leaving."] });
    await approvedBy(database.web, asking, people.owner, people.analyticsOwner);

    expect((await request(topic.value.id)).state).toBe("stale");
    expect(await database.owner.nameReservation.count({ where: { name: "leaving.asked.v1" } })).toBe(0);
  });

  it("asks again when part of it is gone, and is stale when all of it is", async () => {
    const [one = "", two = ""] = await sharedTopics(database.owner, people, "gone-1", "gone-2");
    const asking = await asked(database.web, people.member, { topics: [one, two] });
    await approvedBy(database.web, asking, people.owner);
    const drop = (name: string) => database.owner.$executeRaw`
      WITH gone AS (DELETE FROM topic_status s USING topics t WHERE t.id = s.topic_id AND t.name = ${name} RETURNING s.topic_id)
      DELETE FROM topics WHERE id IN (SELECT topic_id FROM gone)`;
    await drop(one);
    expect(refused(await approve(database.web, people.analyticsOwner, asking))).toMatchObject({ code: "stale_plan" });
    const now = await request(asking.id);
    expect(now).toMatchObject({ state: "submitted", patch: { topics: [two] } });

    await drop(two);
    const again = { id: asking.id, fingerprint: now.fingerprint };
    expect(refused(await approve(database.web, people.analyticsOwner, again))).toMatchObject({ code: "stale_plan" });
    expect((await request(asking.id)).state).toBe("stale");
  });

  it("is shown to the taking side as theirs to decide", async () => {
    const [topic = ""] = await sharedTopics(database.owner, people, "inbox");
    const asking = await asked(database.web, people.member, { topics: [topic] });
    const waiting = await runQuery(database.web, listRequests, people.analyticsOwner, { decidable: "true" });
    if (!waiting.ok) throw new Error(waiting.failure.detail);
    expect(waiting.value.items.map(({ id }) => id)).toContain(asking.id);
    const seen = await runQuery(database.web, getRequest, people.analyticsOwner, { requestId: asking.id });
    expect(seen).toMatchObject({
      value: {
        transfer: { from: { slug: "orders" }, to: { slug: "analytics" }, topics: 1 },
        may: { approve: { allowed: true } },
      },
    });
  });
});
