import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedPolicies } from "#lib/db/seed-policies";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { DEFAULT_POLICIES } from "#lib/ops/default-policies";
import { approveRequest } from "../commands/approve-request.ts";
import { editRequest } from "../commands/edit-request.ts";
import { rejectRequest } from "../commands/reject-request.ts";
import { releaseGrant } from "../commands/release-grant.ts";
import { removePrefix } from "../commands/remove-prefix.ts";
import { renewGrant } from "../commands/renew-grant.ts";
import { requestTopic } from "../commands/request-topic.ts";
import { revokeGrant } from "../commands/revoke-grant.ts";
import { previewTopicRequest } from "../queries/preview-topic-request.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { topicInput } from "../test-people.ts";
import {
  askedFor,
  consume,
  createTestAccess,
  granted,
  inDays,
  refused,
  succeeded,
  type TestAccess,
} from "./test-access.ts";

let database: TestDatabase;
let people: TestAccess;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestAccess(database.owner);
  await seedPolicies(
    database.urls.owner,
    DEFAULT_POLICIES.filter(({ rule }) => rule.kind === "access"),
  );
});
afterAll(() => database?.drop());

const topic = "orders.placed.v1";
const run = <Input>(command: Parameters<typeof runCommand>[1], actor: Actor, input: Input) =>
  runCommand(database.web, command, actor, input);
const approve = (actor: Actor, request: { id: number; fingerprint: string } | undefined, more: object = {}) =>
  runCommand(database.web, approveRequest, actor, {
    requestId: request?.id,
    fingerprint: request?.fingerprint,
    ...more,
  });
const requestRow = (id = 0) => database.owner.request.findUniqueOrThrow({ where: { id } });
const grantRow = (id: string) => database.owner.grant.findUniqueOrThrow({ where: { id } });

async function one(item: object, more: object = {}) {
  const [request] = await askedFor(database.web, people.analyst, [item], more);
  if (!request) throw new Error("nothing was asked for");
  return request;
}

describe("deciding on access", () => {
  it("makes a grant of exactly what was read, once, when two owners approve at the same moment", async () => {
    const agreement = { minRetentionMs: "604800000", noticeDays: 30 };
    const request = await one(consume(topic), { agreement });
    const generation = async () =>
      (await database.owner.principal.findFirstOrThrow({ where: { name: "team.dashboards" } })).generation;
    const before = await generation();

    const results = await Promise.all([approve(people.owner, request), approve(people.secondOwner, request)]);

    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({ failure: { code: "conflict" } });
    const row = await requestRow(request.id);
    expect(row.state).toBe("approved");
    expect(await grantRow(row.grantId ?? "")).toMatchObject({
      state: "pending",
      resourceName: topic,
      purpose: "The weekly report.",
      agreement,
      teamId: people.teamId,
      applicationId: people.applicationId,
    });
    expect(await generation()).toBe(before + 1);
  });

  it("is for an owner of the giving team, never for the asking side or the requester", async () => {
    const request = await one(consume(topic));
    expect(refused(await approve(people.analyst, request)).code).toBe("forbidden");
    expect(refused(await approve(people.analyticsOwner, request)).code).toBe("forbidden");
    expect(refused(await approve(people.member, request)).code).toBe("forbidden");
    expect(refused(await approve(people.stranger, request)).code).toBe("not_found");
  });

  it("needs another owner within one team, never the owner who asks", async () => {
    const more = { application: "orders-own" };
    const [request] = await askedFor(
      database.web,
      people.owner,
      [consume(topic, { consumerGroup: { name: "own" } })],
      more,
    );
    expect(request?.requiredApprovals.map(({ id }) => id)).toEqual(["owner-of-team"]);
    expect(refused(await approve(people.owner, request)).code).toBe("forbidden");
    expect(succeeded(await approve(people.secondOwner, request)).state).toBe("approved");
  });

  it("stays somebody's to decide when by now nobody would have to", async () => {
    const [request] = await askedFor(
      database.web,
      people.member,
      [{ ...consume(topic), consumerGroup: { name: "orders-own.later" } }],
      {
        application: "orders-own",
      },
    );
    await database.owner.cluster.update({ where: { slug: "local" }, data: { tier: "test" } });
    const answer = await approve(people.owner, request);
    await database.owner.cluster.update({ where: { slug: "local" }, data: { tier: "production" } });
    expect(succeeded(answer).state).toBe("approved");
  });

  it("may give a shorter end, and only that; the record says so", async () => {
    const request = await one(consume(topic));
    for (const expiresAt of [inDays(31), inDays(-1), "2020-01-01T00:00:00Z"]) {
      expect(refused(await approve(people.owner, request, { expiresAt }))).toMatchObject({
        code: "invalid_input",
        errors: [{ path: "expiresAt" }],
      });
    }
    const shorter = inDays(7);
    expect(succeeded(await approve(people.owner, request, { expiresAt: shorter })).state).toBe("approved");
    const row = await requestRow(request.id);
    expect((await grantRow(row.grantId ?? "")).expiresAt.toISOString()).toBe(shorter);
    expect(row.fingerprint).not.toBe(request.fingerprint);
  });

  it("lets two people decide on confidential data; the first one's shorter end is what the second one reads", async () => {
    const request = await one(consume("orders.secret.v1"));
    expect(succeeded(await approve(people.owner, request, { expiresAt: inDays(3) })).state).toBe("submitted");
    expect(refused(await approve(people.admin, request)).code).toBe("stale_plan");
    const { fingerprint } = await requestRow(request.id);
    expect(succeeded(await approve(people.admin, { id: request.id, fingerprint })).state).toBe("approved");
  });

  it("asks again when another principal came in between: that is more lines than were read", async () => {
    const request = await one(consume(topic));
    const data = {
      applicationId: people.applicationId,
      clusterSlug: "local",
      name: "team.dashboards-2",
      kind: "scram",
    };
    const second = await database.owner.principal.create({ data });
    expect(refused(await approve(people.owner, request)).code).toBe("stale_plan");
    const { fingerprint } = await requestRow(request.id);
    expect(fingerprint).not.toBe(request.fingerprint);
    expect(succeeded(await approve(people.owner, { id: request.id, fingerprint })).state).toBe("approved");
    await database.owner.principal.update({ where: { id: second.id }, data: { endedAt: new Date() } });
  });

  it("is not undone by another grant of the same bundle that shares the group", async () => {
    const shared = { consumerGroup: { name: "dashboards.bundle" } };
    const [first, second] = await askedFor(database.web, people.analyst, [
      consume("orders.paid.v1", shared),
      consume("orders.sent.v1", shared),
    ]);
    expect(succeeded(await approve(people.owner, first)).state).toBe("approved");
    expect(succeeded(await approve(people.owner, second)).state).toBe("approved");
    const { plan } = await requestRow(second?.id);
    expect(JSON.stringify(plan)).toContain("Is there already, for access to orders.paid.v1.");
  });

  it("becomes stale when the end that was asked for has passed", async () => {
    const request = await one(consume(topic));
    const patch = (await requestRow(request.id)).patch as object;
    await database.owner.request.update({
      where: { id: request.id },
      data: { patch: { ...patch, expiresAt: "2026-01-01T00:00:00.000Z" } },
    });
    expect(refused(await approve(people.owner, request)).code).toBe("stale_plan");
    expect((await requestRow(request.id)).state).toBe("stale");
  });
});

describe("renewing", () => {
  it("is one click: as long again, decided like the access itself, and once at a time", async () => {
    const grantId = await granted(database.web, people, consume(topic));
    const ends = (await grantRow(grantId)).expiresAt;
    const asked = succeeded(await run(renewGrant, people.analyst, { grantId, reason: "Still read." })) as never as {
      id: number;
      fingerprint: string;
      requiredApprovals: { id: string }[];
    };

    expect(asked.requiredApprovals.map(({ id }) => id)).toEqual(["owner-of-team"]);
    expect(refused(await run(renewGrant, people.analyst, { grantId, reason: "Again." }))).toMatchObject({
      code: "conflict",
      extra: { requestId: asked.id },
    });
    expect(refused(await approve(people.analyst, asked)).code).toBe("forbidden");
    expect(succeeded(await approve(people.owner, asked)).state).toBe("approved");
    const renewed = (await grantRow(grantId)).expiresAt.getTime() - ends.getTime();
    expect(Math.round(renewed / 86_400_000)).toBe(30);
  });

  it("is cut to what the rules let pass, and refused where that is no later", async () => {
    const secret = await granted(database.web, people, consume(topic), { expiresAt: inDays(360) });
    const asked = succeeded(
      await run(renewGrant, people.analyst, { grantId: secret, reason: "Still read." }),
    ) as never as {
      id: number;
    };
    const { patch } = await requestRow(asked.id);
    const latest = new Date(Date.now() + 365 * 86_400_000).toISOString().slice(0, 10);
    expect(patch).toEqual({ expiresAt: `${latest}T23:59:59.000Z` });

    const grantId = await granted(database.web, people, consume(topic));
    await database.owner.grant.update({ where: { id: grantId }, data: { expiresAt: new Date(inDays(400)) } });
    expect(refused(await run(renewGrant, people.analyst, { grantId, reason: "More." })).code).toBe("conflict");
  });

  it.each([
    ["an earlier end", inDays(1), "invalid_input"],
    ["an end in the past", "2020-01-01T00:00:00Z", "invalid_input"],
    ["an end beyond the rules", inDays(500), "policy_violated"],
  ])("refuses %s", async (_, expiresAt, code) => {
    const grantId = await granted(database.web, people, consume(topic));
    const failure = refused(await run(renewGrant, people.analyst, { grantId, expiresAt, reason: "More." }));
    expect(failure).toMatchObject({ code, errors: [{ path: "expiresAt" }] });
  });

  it("is not for what the giving side does not own any more", async () => {
    const grantId = await granted(database.web, people, consume("orders.sent.v1"));
    const asked = succeeded(await run(renewGrant, people.analyst, { grantId, reason: "Still read." })) as never as {
      id: number;
      fingerprint: string;
    };
    const payments = await database.owner.team.findUniqueOrThrow({ where: { slug: "payments" } });
    const moveTo = (teamId: string) =>
      database.owner.topic.updateMany({ where: { name: "orders.sent.v1" }, data: { teamId } });
    await moveTo(payments.id);
    expect(
      refused(await run(approveRequest, people.owner, { requestId: asked.id, fingerprint: asked.fingerprint })),
    ).toMatchObject({
      code: "stale_plan",
      errors: [{ path: "grantId" }],
    });
    expect((await requestRow(asked.id)).state).toBe("stale");
    expect(refused(await run(renewGrant, people.analyst, { grantId, reason: "Again." })).code).toBe("conflict");
    await moveTo(people.teamId);
  });

  it("is for the holder's team only, and not for what has ended", async () => {
    const grantId = await granted(database.web, people, consume(topic));
    expect(refused(await run(renewGrant, people.owner, { grantId, reason: "No." })).code).toBe("not_found");
    expect(refused(await run(renewGrant, people.stranger, { grantId, reason: "No." })).code).toBe("not_found");
    succeeded(await run(releaseGrant, people.analyst, { grantId, reason: "Done." }));
    expect(refused(await run(renewGrant, people.analyst, { grantId, reason: "Yes." })).code).toBe("conflict");
  });
});

describe("a prefix that access was given to", () => {
  it("is not taken back while the access lives: it would go on over the next team's topics", async () => {
    const { id: teamId } = await database.owner.team.create({ data: { slug: "sales", name: "Sales" } });
    await database.owner.teamPrefix.create({ data: { prefix: "sales.", teamId } });
    const request = await one({ ...consume("sales."), patternType: "PREFIXED" });
    await database.owner.membership.create({ data: { teamId, userId: people.owner.userId ?? "", role: "owner" } });
    succeeded(await approve(people.owner, request));
    succeeded(await approve(people.admin, { ...request, fingerprint: (await requestRow(request.id)).fingerprint }));

    const { grantId } = await requestRow(request.id);
    const takeBack = () => run(removePrefix, people.admin, { team: "sales", prefix: "sales." });
    expect(refused(await takeBack())).toMatchObject({
      code: "conflict",
      detail: "sales. is still used by access to all of sales..",
    });
    succeeded(await run(revokeGrant, people.admin, { grantId, reason: "The team is dissolved." }));
    succeeded(await takeBack());
  });
});

describe("ending", () => {
  it.each<[string, () => Actor]>([
    ["an owner of the giving side", () => people.owner],
    ["an owner of the holding side", () => people.analyticsOwner],
    ["the platform", () => people.admin],
  ])("revokes at once by %s, with the reason, and tells both sides", async (_, who) => {
    const grantId = await granted(database.web, people, consume(topic));
    succeeded(await run(revokeGrant, who(), { grantId, reason: "No longer needed." }));
    expect(await grantRow(grantId)).toMatchObject({
      state: "ended",
      endKind: "revoked",
      endedBy: who().name,
      endReason: "No longer needed.",
    });
    const notices = await database.owner.$queryRaw`
      SELECT audience FROM outbox_events WHERE starts_with(dedupe_key, ${`grant-ended:${grantId}`}) ORDER BY dedupe_key`;
    expect(notices).toMatchObject([
      { audience: { ownersOf: [people.analyticsTeamId] } },
      { audience: { ownersOf: [people.teamId] } },
    ]);
  });

  it("is not for members of either side, except that the holder gives back", async () => {
    const grantId = await granted(database.web, people, consume(topic));
    expect(refused(await run(revokeGrant, people.member, { grantId, reason: "-" })).code).toBe("forbidden");
    expect(refused(await run(revokeGrant, people.analyst, { grantId, reason: "-" })).code).toBe("forbidden");
    expect(refused(await run(releaseGrant, people.owner, { grantId, reason: "-" })).code).toBe("forbidden");
    expect(refused(await run(revokeGrant, people.stranger, { grantId, reason: "-" })).code).toBe("not_found");
    succeeded(await run(releaseGrant, people.analyst, { grantId, reason: "Done." }));
    expect(await grantRow(grantId)).toMatchObject({ state: "ended", endKind: "released" });
  });

  it("ends once, however many do it at the same moment, and takes open renewals with it", async () => {
    for (let round = 0; round < 6; round++) {
      const grantId = await granted(database.web, people, consume(topic));
      const renewal = succeeded(await run(renewGrant, people.analyst, { grantId, reason: "Still." })) as never as {
        id: number;
        fingerprint: string;
      };
      const expire = database.worker.$executeRaw`
        UPDATE grants SET state = 'ended', ended_at = now(), end_kind = 'expired', ended_by = 'clock' WHERE id = ${grantId}::uuid AND state <> 'ended'`;
      const [revoked, released, approved, expired] = await Promise.all([
        run(revokeGrant, people.owner, { grantId, reason: "One." }),
        run(releaseGrant, people.analyst, { grantId, reason: "Two." }),
        approve(people.secondOwner, renewal),
        expire,
      ]);

      expect([revoked.ok, released.ok, expired === 1].filter(Boolean)).toHaveLength(1);
      for (const result of [revoked, released]) if (!result.ok) expect(result.failure.code).toBe("conflict");
      const { state } = await requestRow(renewal.id);
      if (approved.ok) expect(state).toBe("approved");
      else if (expired !== 1) expect(state).toBe("stale");
      expect((await grantRow(grantId)).state).toBe("ended");
    }
  });
});

describe("a topic and access to it in one request", () => {
  const bundle = (name: string, more: object = {}) => ({
    ...topicInput(name),
    access: [
      {
        application: "orders-own",
        operation: "consume",
        consumerGroup: { name: `orders-own.${name}` },
        expiresAt: inDays(20),
        ...more,
      },
    ],
  });
  type Requested = { id: number; fingerprint: string; access: { id: number; fingerprint: string }[] };
  const asked = async (name: string) =>
    succeeded(await run(requestTopic, people.member, bundle(name))) as never as Requested;

  it("waits for the topic, and goes through once it is approved", async () => {
    const topicRequest = await asked("orders.new-1.v1");
    const [access] = topicRequest.access;
    expect(refused(await approve(people.owner, access))).toMatchObject({
      code: "conflict",
      extra: { dependsOn: topicRequest.id },
    });
    succeeded(await approve(people.owner, topicRequest));
    expect(succeeded(await approve(people.owner, access)).state).toBe("approved");
    expect((await grantRow((await requestRow(access?.id)).grantId ?? "")).resourceName).toBe("orders.new-1.v1");
  });

  it("becomes stale with the topic", async () => {
    const topicRequest = await asked("orders.new-2.v1");
    succeeded(await run(rejectRequest, people.owner, { requestId: topicRequest.id, reason: "Use another." }));
    expect((await requestRow(topicRequest.access[0]?.id)).state).toBe("stale");
  });

  it("keeps its name while access waits for it", async () => {
    const topicRequest = await asked("orders.new-3.v1");
    const { kind: _, cluster: __, team: ___, ...rest } = topicInput("orders.new-4.v1");
    const edit = { ...rest, requestId: topicRequest.id, version: 1 };
    expect(refused(await run(editRequest, people.member, edit)).code).toBe("conflict");
  });

  it("is previewed together, each field under its own path", async () => {
    const preview = async (more: object) => {
      const answer = await runQuery(database.web, previewTopicRequest, people.member, bundle("orders.new-5.v1", more));
      return answer.ok ? answer.value : (answer.failure.extra?.preview as object);
    };
    expect(await preview({})).toMatchObject({ submittable: true, errors: [], conflicts: [], violations: [] });
    expect(await preview({ application: "rival" })).toMatchObject({ errors: [{ path: "access.0.application" }] });
    expect(await preview({ consumerGroup: null })).toMatchObject({ errors: [{ path: "access.0.consumerGroup" }] });
    expect(await preview({ consumerGroup: { name: "rival.x" } })).toMatchObject({
      submittable: false,
      conflicts: [{ path: "access.0.consumerGroup.name" }],
    });
    expect(await preview({ expiresAt: inDays(900) })).toMatchObject({
      submittable: false,
      violations: [{ path: "access.0.expiresAt" }],
    });
  });

  it.each([
    ["an application of others", { application: "rival" }, "invalid_input", "access.0.application"],
    ["an application that does not exist", { application: "ghost" }, "invalid_input", "access.0.application"],
    ["another's group", { consumerGroup: { name: "rival.x" } }, "conflict", "access.0.consumerGroup.name"],
    ["an end beyond the rules", { expiresAt: inDays(900) }, "policy_violated", "access.0.expiresAt"],
  ])("stores nothing with %s", async (_, more, code, path) => {
    const name = "orders.never.v1";
    const failure = refused(await run(requestTopic, people.member, bundle(name, more)));
    expect(failure).toMatchObject({ code, errors: [{ path }] });
    expect(await database.owner.request.count({ where: { objectName: name } })).toBe(0);
  });
});
