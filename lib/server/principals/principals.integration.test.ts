import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { endPrincipal } from "../commands/end-principal.ts";
import { requestQuota } from "../commands/request-quota.ts";
import { getRequest } from "../queries/get-request.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { PrincipalWorld } from "./test-principal-world.ts";

let world: PrincipalWorld;
beforeAll(async () => {
  world = await PrincipalWorld.create();
});
beforeEach(() => world.next());
afterAll(() => world?.database.drop());

const refusedAt = (path: string, code = "invalid_input") => ({
  ok: false,
  failure: { code, errors: expect.arrayContaining([expect.objectContaining({ path })]) },
});

describe("a principal that is asked for", () => {
  it("is desired once another owner approved, and due for the worker", async () => {
    const request = await world.ask();
    expect(request).toMatchObject({
      value: {
        state: "submitted",
        requiredApprovals: [{ id: "owner-of-team" }],
        plan: {
          object: { kind: "principal" },
          changes: [
            { field: "principal", to: `User:orders.${world.application} (SCRAM-SHA-512)` },
            { field: "producerByteRate", from: null, to: 1_000_000 },
          ],
        },
      },
    });
    if (!request.ok) return;
    expect(await world.approve(world.people.member, request.value)).toMatchObject({ failure: { code: "forbidden" } });
    expect(await world.approve(world.people.owner, request.value)).toMatchObject({
      ok: true,
      value: { state: "approved" },
    });

    const made = await world.database.owner.principal.findFirstOrThrow({
      where: { name: `orders.${world.application}` },
    });
    expect(made).toMatchObject({ kind: "scram", generation: 1, quota: { producerByteRate: 1_000_000 } });
    const status = await world.database.owner.principalStatus.findUnique({ where: { principalId: made.id } });
    expect(status).toMatchObject({ state: "pending", dueAt: expect.any(Date) });
  });

  it("needs nobody outside production, and the page of the request says whose it is", async () => {
    const request = await world.ask({ cluster: "test" });
    expect(request).toMatchObject({ value: { state: "approved", requiredApprovals: [] } });
    if (!request.ok) return;
    const seen = await runQuery(world.database.web, getRequest, world.people.member, { requestId: request.value.id });
    expect(seen).toMatchObject({
      value: { kind: "principal.create", principal: { application: { slug: world.application }, kind: "scram" } },
    });
  });

  it("is a platform admin's to approve where it exists elsewhere, in every tier", async () => {
    const external = await world.ask({ cluster: "test", kind: "external", name: `CN=${world.application},O=Example` });
    expect(external).toMatchObject({ value: { state: "submitted", requiredApprovals: [{ id: "platform-admin" }] } });
    if (!external.ok) return;
    expect(await world.approve(world.people.owner, external.value)).toMatchObject({ failure: { code: "forbidden" } });
    expect(await world.approve(world.people.admin, external.value)).toMatchObject({ ok: true });
  });

  it.each(["User:shop", "user:x", "a,b", "a;b", "a=b", "*", "headgate", "ADMIN", "Anonymous", "a b", "ab\u200b", ""])(
    "is refused the name %j",
    async (name) => {
      expect(await world.ask({ name })).toMatchObject(refusedAt("name"));
    },
  );

  it.each(["local", "test"])(
    "whose name has ACLs on %s that nobody granted is the platform's to decide, too",
    async (cluster) => {
      const name = `legacy.left-over-${world.turn}`;
      await world.database.owner.$executeRaw`
      INSERT INTO acl_observations (cluster_slug, principal, resource_type, pattern_type, resource_name, operation, permission_type, host)
      VALUES (${cluster}, ${`User:${name}`}, 'TOPIC', 'LITERAL', 'payments.secret.v1', 'READ', 'ALLOW', '*')`;
      const request = await world.ask({ name, cluster });
      expect(request).toMatchObject({
        value: { state: "submitted", requiredApprovals: [{ id: "owner-of-team" }, { id: "platform-admin" }] },
      });
      expect(JSON.stringify(request)).toContain("has 1 ACL on the cluster that nobody granted");
    },
  );

  it("is refused where a rule limits quotas", async () => {
    const [policy] = await world.database.owner.$queryRaw<{ id: string }[]>`
      INSERT INTO policies (slug, current_revision) VALUES (${`quota-${world.turn}`}, 1) RETURNING id`;
    await world.database.owner.$executeRaw`
      INSERT INTO policy_revisions (policy_id, revision, rule, scope, enforcement, message)
      VALUES (${policy?.id}::uuid, 1, '{"kind":"access","prefixedAllowed":true,"transactionalAllowed":true,"maxQuota":{"consumerByteRate":5}}',
        ${JSON.stringify({ name: { only: [`orders\\.${world.application}`] } })}::jsonb, 'deny', '')`;
    expect(await world.ask()).toMatchObject(refusedAt("quota.consumerByteRate", "policy_violated"));
    expect(await world.ask({ quota: {} })).toMatchObject(refusedAt("quota.consumerByteRate", "policy_violated"));
    // Where nobody says, it is the most that is allowed.
    expect(await world.ask({ quota: undefined })).toMatchObject({
      value: { plan: { changes: [{ field: "principal" }, { field: "consumerByteRate", to: 5 }] } },
    });
  });
});

describe("a name", () => {
  it("is one principal's, whatever its case, while it lives, is asked for, or is still being removed", async () => {
    const name = `orders.Taken-${world.turn}`;
    const other = { application: `${world.application}-b`, name: name.toLowerCase() };
    await world.makeApplication(other.application);

    const request = await world.ask({ name });
    expect(await world.ask(other)).toMatchObject(refusedAt("name", "conflict"));
    if (!request.ok) return;
    await world.approve(world.people.owner, request.value);
    expect(await world.ask(other)).toMatchObject(refusedAt("name", "conflict"));
    const { id } = await world.database.owner.principal.findFirstOrThrow({ where: { name } });
    await runCommand(world.database.web, endPrincipal, world.people.owner, { principalId: id, reason: "Moved." });
    expect(await world.ask(other)).toMatchObject(refusedAt("name", "conflict"));
    await world.database.owner.principalStatus.update({ where: { principalId: id }, data: { state: "ended" } });
    expect(await world.ask(other)).toMatchObject({ ok: true });
  });

  it("goes to one of two who ask at the same moment", async () => {
    const slugs = Array.from({ length: 6 }, (_, index) => `${world.application}-${index}`);
    for (const slug of slugs) await world.makeApplication(slug);
    const name = `orders.race-${world.turn}`;
    const answers = await Promise.all(slugs.map((slug) => world.ask({ application: slug, name })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it("that was taken meanwhile makes the request stale", async () => {
    const request = await world.ask();
    if (!request.ok) throw new Error(request.failure.detail);
    const { id } = await world.database.owner.application.findUniqueOrThrow({ where: { slug: world.application } });
    await world.database.owner.principal.create({
      data: { applicationId: id, clusterSlug: "local", name: `orders.${world.application}`, kind: "scram" },
    });
    expect(await world.approve(world.people.owner, request.value)).toMatchObject({ failure: { code: "stale_plan" } });
    const { state } = await world.database.owner.request.findUniqueOrThrow({ where: { id: request.value.id } });
    expect(state).toBe("stale");
  });
});

describe("a rotation", () => {
  it("has two principals for a while, and no third", async () => {
    const first = await world.principal();
    expect(await world.ask({ name: `orders.${world.application}-2` })).toMatchObject(refusedAt("replaces", "conflict"));
    const tooLate = new Date(Date.now() + 91 * 86_400_000).toISOString();
    const next = { name: `orders.${world.application}-2`, replaces: first };
    expect(await world.ask({ ...next, replacedEndsAt: tooLate })).toMatchObject(refusedAt("replacedEndsAt"));
    expect(await world.ask({ ...next, replacedEndsAt: "2020-01-01T00:00:00Z" })).toMatchObject(
      refusedAt("replacedEndsAt"),
    );
    expect(await world.ask({ replacedEndsAt: tooLate })).toMatchObject(refusedAt("replacedEndsAt"));

    await world.principal(next);
    const { endsAt, endedAt } = await world.database.owner.principal.findUniqueOrThrow({ where: { id: first } });
    expect(endedAt).toBeNull();
    expect((endsAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
    expect(await world.ask({ name: `orders.${world.application}-3`, replaces: first })).toMatchObject(
      refusedAt("replaces", "conflict"),
    );
  });

  it("never takes over from another application's principal", async () => {
    const first = await world.principal();
    const slug = `${world.application}-other`;
    await world.makeApplication(slug);
    const stolen = await world.ask({ application: slug, name: `orders.${slug}`, replaces: first });
    expect(stolen).toMatchObject(refusedAt("replaces", "conflict"));
  });
});

describe("a quota", () => {
  it("that allows more needs an owner in production; one that allows less does not", async () => {
    const principalId = await world.principal();
    const change = (quota: object) =>
      runCommand(world.database.web, requestQuota, world.people.member, { principalId, quota, reason: "Less." });

    expect(await change({ producerByteRate: 1_000_000 })).toMatchObject({ failure: { code: "conflict" } });
    expect(await change({})).toMatchObject({ value: { state: "submitted" } });
    expect(await change({ producerByteRate: 500_000 })).toMatchObject({
      value: { state: "approved", plan: { changes: [{ field: "producerByteRate", from: 1_000_000, to: 500_000 }] } },
    });
    const { quota, generation } = await world.database.owner.principal.findUniqueOrThrow({
      where: { id: principalId },
    });
    expect({ quota, generation }).toEqual({ quota: { producerByteRate: 500_000 }, generation: 2 });
  });
});
