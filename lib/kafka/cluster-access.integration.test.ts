import { pbkdf2Sync, randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ACL_OPERATIONS, type AclBinding, RESOURCE_TYPES } from "#lib/domain/acl-binding";
import type { ClusterAdmin, ScramCredential } from "./cluster-admin.ts";
import { codes } from "./contract-cluster.ts";
import { InMemoryCluster } from "./in-memory-cluster.ts";
import { createPlatformaticClusterAdmin } from "./platformatic-cluster-admin.ts";
import { testBroker, Witness } from "./test-broker.ts";

const broker = testBroker(process.env);
const prefix = `access-${randomBytes(4).toString("hex")}.`;
const admin = createPlatformaticClusterAdmin(broker);
const opened: ClusterAdmin[] = [admin];
afterAll(async () => {
  for (const open of opened) await open.close();
});

/** What web computes of a password and the worker sends (RFC 5802's SaltedPassword). */
const derived = (username: string, password: string, iterations: number): ScramCredential => {
  const salt = randomBytes(24);
  return { username, iterations, salt, saltedPassword: pbkdf2Sync(password, salt, iterations, 64, "sha512") };
};
const as = (username: string, password: string) => ({
  ...broker,
  sasl: { mechanism: "SCRAM-SHA-512" as const, username, password },
});
const logIn = (username: string, password: string) =>
  new Witness(as(username, password)).logIn().then(
    () => "in",
    () => "refused",
  );

describe("a SCRAM credential that was made of a password", () => {
  it("lets a real client log in with it, only with the newest, and with none once it is deleted", async () => {
    const username = `${prefix}client`;
    await admin.upsertScramCredentials([derived(username, "first password", 4_096)]);
    await expect.poll(() => logIn(username, "first password")).toBe("in");

    await admin.upsertScramCredentials([derived(username, "second password ü", 8_192)]);
    await expect.poll(() => logIn(username, "second password ü")).toBe("in");
    expect(await logIn(username, "first password")).toBe("refused");

    await admin.deleteScramCredentials([username]);
    await expect.poll(() => logIn(username, "second password ü")).toBe("refused");
  });
});

describe("a user without rights on the cluster", () => {
  const username = `${prefix}without-rights`;
  const binding: AclBinding = {
    principal: `User:${username}`,
    resourceType: "TOPIC",
    resourceName: `${prefix}orders`,
    patternType: "LITERAL",
    operation: "READ",
    permissionType: "ALLOW",
    host: "*",
  };
  let restricted: ClusterAdmin;

  beforeAll(async () => {
    await admin.upsertScramCredentials([derived(username, "a password", 4_096)]);
    // Somebody who cannot log in is told the same as somebody without rights.
    await vi.waitFor(async () => expect(await logIn(username, "a password")).toBe("in"), { timeout: 20_000 });
    restricted = createPlatformaticClusterAdmin(as(username, "a password"));
    opened.push(restricted);
  });
  afterAll(() => admin.deleteScramCredentials([username]));

  it("gets a failed call, never an empty list", async () => {
    const failed = { name: "ClusterCallFailed", error: { code: "not_authorized", retriable: false } };

    await expect(restricted.listAcls()).rejects.toMatchObject(failed);
    await expect(restricted.describeScramUsers([username])).rejects.toMatchObject(failed);
    await expect(restricted.describeUserQuotas([username])).rejects.toMatchObject(failed);
  });

  it("is refused item by item when it writes", async () => {
    const refused = { ok: false, error: { code: "not_authorized" } };

    expect(await restricted.createAcls([binding, binding])).toMatchObject([refused, refused]);
    expect(await restricted.deleteAcls([binding])).toMatchObject([refused]);
    const answers = [
      await restricted.upsertScramCredentials([derived(username, "b", 4_096)]),
      await restricted.deleteScramCredentials([username]),
      await restricted.alterUserQuotas(new Map([[username, {}]])),
    ];
    for (const answer of answers) expect(codes(answer)).toEqual({ [username]: "not_authorized" });
  });

  it("does not see that groups exist, and learns nothing of their offsets", async () => {
    expect(await restricted.listGroups()).toEqual({ groups: [], complete: true });
    expect(await restricted.committedOffsets([`${prefix}group`])).toEqual(new Map());
  });
});

describe("a consumer that is connected", () => {
  const topic = `${prefix}consumed`;
  const witness = new Witness(broker);
  afterAll(() => witness.deleteTopics(prefix));

  it("is counted, until it leaves", async () => {
    await admin.createTopics([{ name: topic, partitions: 1, replicationFactor: 1, config: {} }]);
    const group = async () => (await admin.listGroups()).groups.find(({ groupId }) => groupId === `${prefix}live`);
    const consumer = await witness.consume(topic, `${prefix}live`);

    await expect.poll(group).toMatchObject({ state: "Stable", members: 1 });
    await consumer.leave();
    await expect.poll(group).toMatchObject({ state: "Empty", members: 0 });
  });
});

describe("the cluster in memory", () => {
  const names = [`${prefix}a`, `${prefix}b,c=d`, `${prefix}ü x`];
  const user = fc.constantFrom(...names, "");
  const binding = fc.record<AclBinding>({
    principal: fc.oneof(
      user.map((name) => `User:${prefix}${name}`),
      fc.constantFrom(prefix, `${prefix}:`, `:${prefix}`, `Group:${prefix}`, `user:${prefix}x:y`),
    ),
    resourceType: fc.constantFrom(...RESOURCE_TYPES),
    resourceName: fc.constantFrom(`${prefix}t`, "kafka-cluster", "", "*", "a b", "ü"),
    patternType: fc.constantFrom("LITERAL", "PREFIXED"),
    operation: fc.constantFrom(...ACL_OPERATIONS),
    permissionType: fc.constantFrom("ALLOW", "DENY"),
    host: fc.constantFrom("*", "", "10.0.0.1", "nowhere"),
  });
  const credential = fc.record<ScramCredential>({
    username: user,
    iterations: fc.constantFrom(-1, 0, 4_095, 4_096, 16_384, 16_385),
    salt: fc.constantFrom(Buffer.alloc(0), Buffer.alloc(24, 7)),
    saltedPassword: fc.constantFrom(Buffer.alloc(0), Buffer.alloc(64, 7)),
  });
  const rate = fc.constantFrom(-1, 0, 0.5, 1, 1.5, 1e12, 1e19);
  const quota = fc.record(
    { producerByteRate: rate, consumerByteRate: rate, requestPercentage: rate },
    { requiredKeys: [] },
  );
  const quotas = fc.array(fc.tuple(user, quota), { maxLength: 4 });

  it("answers random ACLs as the broker does, and has the same afterwards", async () => {
    const inMemory = new InMemoryCluster().connect();
    const batch = fc.array(binding, { minLength: 1, maxLength: 30 });
    const own = async (cluster: ClusterAdmin) =>
      (await cluster.listAcls()).filter(({ principal }) => principal.includes(prefix));

    await fc.assert(
      fc.asyncProperty(batch, batch, async (created, deleted) => {
        expect(await inMemory.createAcls(created)).toEqual(await admin.createAcls(created));
        const some = [...deleted, ...created.slice(0, 5)];
        expect(await inMemory.deleteAcls(some)).toEqual(await admin.deleteAcls(some));
        const left = await own(inMemory);
        await expect.poll(async () => sorted(await own(admin))).toEqual(sorted(left));
      }),
      { numRuns: 40, endOnFailure: true },
    );
    await admin.deleteAcls(await own(admin));
  });

  it("answers random SCRAM credentials as the broker does, and has the same afterwards", async () => {
    const inMemory = new InMemoryCluster().connect();

    await fc.assert(
      fc.asyncProperty(fc.array(credential, { maxLength: 3 }), fc.array(user, { maxLength: 2 }), async (made, gone) => {
        expect(codes(await inMemory.upsertScramCredentials(made))).toEqual(
          codes(await admin.upsertScramCredentials(made)),
        );
        expect(codes(await inMemory.deleteScramCredentials(gone))).toEqual(
          codes(await admin.deleteScramCredentials(gone)),
        );
        const left = await inMemory.describeScramUsers(names);
        await expect.poll(() => admin.describeScramUsers(names)).toEqual(left);
      }),
      { numRuns: 40, endOnFailure: true },
    );
    await admin.deleteScramCredentials(names);
  });

  it("answers random quotas as the broker does, and has the same afterwards", async () => {
    const inMemory = new InMemoryCluster().connect();

    await fc.assert(
      fc.asyncProperty(quotas, async (entries) => {
        const wanted = new Map(entries);
        expect(codes(await inMemory.alterUserQuotas(wanted))).toEqual(codes(await admin.alterUserQuotas(wanted)));
        const left = await inMemory.describeUserQuotas(names);
        await expect.poll(() => admin.describeUserQuotas(names)).toEqual(left);
      }),
      { numRuns: 40, endOnFailure: true },
    );
    await admin.alterUserQuotas(new Map(names.map((name) => [name, {}])));
  });
});

function sorted(bindings: readonly AclBinding[]): string[] {
  return bindings.map((binding) => JSON.stringify(Object.entries(binding).sort())).sort();
}
