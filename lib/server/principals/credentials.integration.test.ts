import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "#lib/domain/actor";
import { saltPassword } from "#lib/domain/scram-credential";
import { openCredential } from "#lib/domain/sealed-credential";
import { endPrincipal } from "../commands/end-principal.ts";
import { issueCredential } from "../commands/issue-credential.ts";
import { requestRevert } from "../commands/request-revert.ts";
import { retryPrincipal } from "../commands/retry-principal.ts";
import { getApplication } from "../queries/get-application.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { PrincipalWorld } from "./test-principal-world.ts";

let world: PrincipalWorld;
beforeAll(async () => {
  world = await PrincipalWorld.create();
});
beforeEach(() => world.next());
afterAll(() => world?.database.drop());

describe("a credential", () => {
  it("is shown once, and what is kept of it only the worker can read", async () => {
    const principalId = await world.principal();
    const issue = (actor: Actor, idempotencyKey?: string) =>
      runCommand(world.database.web, issueCredential, actor, { principalId }, { idempotencyKey });

    const issued = await issue(world.people.member, "once");
    expect(issued).toMatchObject({
      value: { username: `orders.${world.application}`, secretShown: false, replacesPassword: false },
    });
    if (!issued.ok) return;
    const { password } = issued.value;
    expect(password).toHaveLength(32);
    expect(await issue(world.people.member, "once")).toMatchObject({ value: { password: null, secretShown: true } });

    const sealed = await world.database.owner.sealedCredential.findUniqueOrThrow({ where: { principalId } });
    const opened = openCredential(world.keys.privateKey, sealed, { principalId, generation: sealed.generation });
    if (!opened.ok) throw new Error(opened.reason);
    expect(await saltPassword(password ?? "", opened.value.salt)).toEqual(opened.value);
    expect(await everythingStored()).not.toContain(password);
    const audit = await world.database.owner.auditEvent.findFirstOrThrow({
      where: { action: "credential.issued", objectId: principalId },
    });
    expect(audit.after).toMatchObject({ credential: 1 });
    await expect(world.database.web.$queryRaw`SELECT sealed FROM sealed_credentials`).rejects.toThrow(
      /permission denied/,
    );
  });

  it("is not made for a name that the cluster gave to the platform meanwhile", async () => {
    const principalId = await world.principal();
    const name = `Orders.${world.application}`;
    await world.database.owner.$executeRaw`
      UPDATE clusters SET reserved_principals = array_append(reserved_principals, ${name}) WHERE slug = 'local'`;
    const issued = await runCommand(world.database.web, issueCredential, world.people.member, { principalId });
    expect(issued).toMatchObject({ ok: false, failure: { code: "conflict" } });
    expect(await world.database.owner.sealedCredential.count({ where: { principalId } })).toBe(0);
  });

  it("is made again under a new number, in place of one that still waits", async () => {
    const principalId = await world.principal();
    const issue = () => runCommand(world.database.web, issueCredential, world.people.member, { principalId });
    const [first, second] = [await issue(), await issue()];
    if (!first.ok || !second.ok) throw new Error("refused");
    expect(second.value.password).not.toBe(first.value.password);
    expect(await world.database.owner.sealedCredential.findMany({ where: { principalId } })).toMatchObject([
      { generation: 2 },
    ]);
    expect(await world.database.owner.principal.findUniqueOrThrow({ where: { id: principalId } })).toMatchObject({
      ...{ credentialGeneration: 2, generation: 3 },
    });

    await world.database.owner.principalStatus.update({ where: { principalId }, data: { confirmedCredential: 2 } });
    expect(await issue()).toMatchObject({ value: { replacesPassword: true } });
  });

  it("is made for living SCRAM principals only, by a member of the team", async () => {
    const principalId = await world.principal();
    const issue = (actor: Actor) => runCommand(world.database.web, issueCredential, actor, { principalId });
    expect(await issue(world.people.stranger)).toMatchObject({ failure: { code: "not_found" } });
    expect(await issue(world.people.admin)).toMatchObject({ failure: { code: "forbidden" } });
    await issue(world.people.member);
    await runCommand(world.database.web, endPrincipal, world.people.owner, { principalId, reason: "Leaked." });
    expect(await issue(world.people.member)).toMatchObject({ failure: { code: "conflict" } });
    expect(await world.database.owner.sealedCredential.findMany({ where: { principalId } })).toEqual([]);
  });
});

describe("a principal that is there", () => {
  it("is ended once, by an owner, and is due for the worker", async () => {
    const principalId = await world.principal();
    const end = (actor: Actor) =>
      runCommand(world.database.web, endPrincipal, actor, { principalId, reason: "Leaked." });
    expect(await end(world.people.member)).toMatchObject({ failure: { code: "forbidden" } });
    expect(await end(world.people.owner)).toMatchObject({ value: { ended: true } });
    expect(await end(world.people.owner)).toMatchObject({ failure: { code: "conflict" } });
    expect(await world.database.owner.principal.findUniqueOrThrow({ where: { id: principalId } })).toMatchObject({
      ...{ generation: 2, endReason: "Leaked.", endedAt: expect.any(Date) },
    });
  });

  it("is tried again while it is blocked", async () => {
    const principalId = await world.principal();
    const retry = () => runCommand(world.database.web, retryPrincipal, world.people.member, { principalId });
    expect(await retry()).toMatchObject({ failure: { code: "conflict" } });
    await world.database.owner.principalStatus.update({
      where: { principalId },
      data: { state: "blocked", dueAt: null },
    });
    expect(await retry()).toMatchObject({ ok: true });
    const status = await world.database.owner.principalStatus.findUnique({ where: { principalId } });
    expect(status?.dueAt).not.toBeNull();
  });

  it("is shown with its ACLs, as they were seen and as nobody granted them", async () => {
    const principalId = await world.principal();
    const user = `User:orders.${world.application}`;
    await world.database.owner.$executeRaw`
      INSERT INTO acl_observations (cluster_slug, principal, resource_type, pattern_type, resource_name, operation, permission_type, host)
      VALUES ('local', ${user}, 'TOPIC', 'LITERAL', 'orders.unmanaged.v1', 'READ', 'ALLOW', '*')`;
    await world.database.owner.$executeRaw`
      INSERT INTO principal_bindings (principal_id, cluster_slug, resource_type, pattern_type, resource_name, operation, permission_type, host, state)
      VALUES (${principalId}::uuid, 'local', 'TOPIC', 'LITERAL', 'orders.ended.v1', 'READ', 'ALLOW', '*', 'applied')`;

    const seen = await runQuery(world.database.web, getApplication, world.people.member, {
      application: world.application,
    });
    expect(seen).toMatchObject({
      value: {
        principals: [
          {
            credential: "none",
            bindings: [
              { resourceName: "orders.ended.v1", state: "removing" },
              { resourceName: "orders.unmanaged.v1", state: "unmanaged" },
            ],
            may: { issueCredential: { allowed: true }, end: { allowed: false }, retry: { allowed: false } },
          },
        ],
        clients: [{ bootstrapServers: "127.0.0.1:9092", principal: `orders.${world.application}`, consume: null }],
      },
    });
    expect(
      await runQuery(world.database.web, getApplication, world.people.stranger, { application: world.application }),
    ).toMatchObject({
      failure: { code: "not_found" },
    });
  });
});

describe("what was lost on the cluster", () => {
  it("is put back by an approved request, and only where something is missing", async () => {
    const principalId = await world.principal();
    const revert = () =>
      runCommand(world.database.web, requestRevert, world.people.member, { principalId, reason: "Gone." });
    expect(await revert()).toMatchObject({ failure: { code: "conflict" } });

    await world.database.owner.$executeRaw`
      INSERT INTO principal_bindings (principal_id, cluster_slug, resource_type, pattern_type, resource_name, operation, permission_type, host, state)
      VALUES (${principalId}::uuid, 'local', 'TOPIC', 'LITERAL', 'orders.a.v1', 'READ', 'ALLOW', '*', 'missing')`;
    const request = await revert();
    expect(request).toMatchObject({ value: { plan: { changes: [{ to: "ALLOW from *", kind: "additive" }] } } });
    if (!request.ok) return;
    expect(await world.approve(world.people.owner, request.value)).toMatchObject({ ok: true });
    expect(await world.database.owner.principal.findUniqueOrThrow({ where: { id: principalId } })).toMatchObject({
      generation: 2,
    });
  });
});

/** Every row of every table of the database, as one text. */
async function everythingStored(): Promise<string> {
  const tables = await world.database.owner.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`;
  const rows = await Promise.all(
    tables.map(({ name }) => world.database.owner.$queryRawUnsafe<unknown[]>(`SELECT t::text FROM "${name}" t`)),
  );
  return JSON.stringify(rows);
}
