import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ACL_OPERATIONS, type AclBinding, bindingKey, RESOURCE_TYPES } from "#lib/domain/acl-binding";
import { type ClusterUnderTest, codes } from "./cluster-admin.contract.ts";
import type { ClusterAdmin, ScramCredential } from "./cluster-admin.ts";

/** What every {@link ClusterAdmin} promises about ACLs, SCRAM credentials and client quotas. */
export function clusterAccessContract(start: () => Promise<ClusterUnderTest>): void {
  let cluster: ClusterUnderTest;
  let admin: ClusterAdmin;
  let count = 0;
  const usernames: string[] = [];

  /** A name that nobody has used yet. */
  const newUser = (): string => {
    count += 1;
    const username = `${cluster.prefix}user-${count}`;
    usernames.push(username);
    return username;
  };
  const bindingOf = (username: string, fields: Partial<AclBinding> = {}): AclBinding => ({
    principal: `User:${username}`,
    resourceType: "TOPIC",
    resourceName: `${cluster.prefix}orders`,
    patternType: "LITERAL",
    operation: "READ",
    permissionType: "ALLOW",
    host: "*",
    ...fields,
  });
  const expectAcls = (principal: string, bindings: readonly AclBinding[]) =>
    expect.poll(async () => keysOf(await admin.listAcls(principal))).toEqual(keysOf(bindings));
  const credentialOf = (username: string, fields: Partial<ScramCredential> = {}): ScramCredential => ({
    username,
    iterations: 4_096,
    salt: Buffer.alloc(24, 1),
    saltedPassword: Buffer.alloc(64, 2),
    ...fields,
  });

  beforeAll(async () => {
    cluster = await start();
    admin = cluster.connect();
  });
  afterAll(async () => {
    await admin.deleteAcls((await admin.listAcls()).filter((binding) => binding.principal.includes(cluster.prefix)));
    await admin.deleteScramCredentials(usernames);
    await admin.alterUserQuotas(new Map(usernames.map((username) => [username, {}])));
    await admin.close();
    await cluster.stop();
  });

  describe("ACL bindings", () => {
    it("are listed whole, all of them and those of one principal", async () => {
      const [username, other] = [newUser(), newUser()];
      const bindings = [
        bindingOf(username),
        bindingOf(username, { operation: "DESCRIBE", host: "10.0.0.7" }),
        bindingOf(username, { resourceType: "GROUP", resourceName: `${other}.`, patternType: "PREFIXED" }),
        bindingOf(username, { permissionType: "DENY", operation: "WRITE" }),
      ];
      const others = [bindingOf(other), bindingOf(`${username}0`)];

      expect(await admin.createAcls([...bindings, ...others])).toEqual(Array(6).fill(DONE));

      await expectAcls(`User:${username}`, bindings);
      await expectAcls(`User:${other}`, others.slice(0, 1));
      expect(keysOf(await admin.listAcls())).toEqual(expect.arrayContaining(keysOf([...bindings, ...others])));
      expect(await admin.listAcls(`User:${username}-absent`)).toEqual([]);
    });

    it("keep every resource type and every operation apart", async () => {
      const username = newUser();
      const types = RESOURCE_TYPES.map((resourceType) =>
        bindingOf(username, { resourceType, resourceName: resourceType === "CLUSTER" ? "kafka-cluster" : "r" }),
      );
      const operations = ACL_OPERATIONS.map((operation) => bindingOf(username, { operation }));

      const answers = await admin.createAcls([...types, ...operations]);

      expect(answers).toEqual(Array(types.length + operations.length).fill(DONE));
      await expectAcls(`User:${username}`, [...types, ...operations]);
    });

    it("may be created again, and twice in one batch", async () => {
      const binding = bindingOf(newUser());

      expect(await admin.createAcls([binding])).toEqual([DONE]);
      expect(await admin.createAcls([binding, binding])).toEqual([DONE, DONE]);

      await expectAcls(binding.principal, [binding]);
    });

    it("are refused one by one, in the order given, and the others are created", async () => {
      const username = newUser();
      const good = [bindingOf(username), bindingOf(username, { operation: "DESCRIBE" })];
      const bad = [
        bindingOf(username, { principal: username }),
        bindingOf(username, { resourceName: "" }),
        bindingOf(username, { resourceType: "CLUSTER", resourceName: "another-cluster" }),
      ];
      const [first, second, third] = bad;
      if (!first || !second || !third) throw new Error("Three bindings are to be refused.");

      const answers = await admin.createAcls([first, ...good.slice(0, 1), second, third, ...good.slice(1)]);

      const invalid = { ok: false, error: { code: "invalid_binding", retriable: false } };
      expect(answers).toMatchObject([invalid, DONE, invalid, invalid, DONE]);
      for (const answer of answers) if (!answer.ok) expect(answer.error.message).toMatch(/\w/);
      await expectAcls(`User:${username}`, good);
    });

    it("may hold what makes no sense: the broker does not judge names, hosts and operations", async () => {
      const username = newUser();
      const nonsense = [
        bindingOf(username, { resourceType: "GROUP", operation: "WRITE" }),
        bindingOf(username, { resourceName: "bad name!" }),
        bindingOf(username, { resourceName: "*", patternType: "PREFIXED" }),
        bindingOf(username, { host: "not an ip" }),
        bindingOf(username, { host: "10.0.0.0/8" }),
        bindingOf(username, { host: "" }),
      ];
      const strange = bindingOf(username, { principal: `user:${username}` });

      expect(await admin.createAcls([...nonsense, strange])).toEqual(Array(7).fill(DONE));

      await expectAcls(`User:${username}`, nonsense);
      await expectAcls(`user:${username}`, [strange]);
    });

    it("are deleted exactly: what differs in one field stays", async () => {
      const binding = bindingOf(newUser());
      const similar = [
        { ...binding, patternType: "PREFIXED" },
        { ...binding, host: "10.0.0.7" },
        { ...binding, operation: "DESCRIBE" },
        { ...binding, permissionType: "DENY" },
        { ...binding, resourceType: "GROUP" },
        { ...binding, resourceName: "*" },
        { ...binding, resourceName: `${binding.resourceName}.v1` },
      ] satisfies AclBinding[];
      const other = { ...binding, principal: `${binding.principal}0` };
      await admin.createAcls([binding, ...similar, other]);
      await expectAcls(binding.principal, [binding, ...similar]);

      expect(await admin.deleteAcls([binding])).toEqual([DONE]);

      await expectAcls(binding.principal, similar);
      await expectAcls(other.principal, [other]);
    });

    it("may be deleted again, and with some that never were", async () => {
      const username = newUser();
      const [binding, kept] = [bindingOf(username), bindingOf(username, { operation: "WRITE" })];
      await admin.createAcls([binding, kept]);
      await expectAcls(binding.principal, [binding, kept]);

      expect(await admin.deleteAcls([bindingOf(newUser()), binding])).toEqual([DONE, DONE]);
      expect(await admin.deleteAcls([binding])).toEqual([DONE]);

      await expectAcls(binding.principal, [kept]);
    });

    it("need no call when there are none", async () => {
      expect(await admin.createAcls([])).toEqual([]);
      expect(await admin.deleteAcls([])).toEqual([]);
    });
  });

  describe("SCRAM credentials", () => {
    const iterations = async (...names: string[]) =>
      Object.fromEntries(
        [...(await admin.describeScramUsers(names))].map(([name, answer]) => [
          name,
          answer.ok ? answer.value.iterations : answer.error.code,
        ]),
      );

    it("are created, replaced, deleted and deleted again", async () => {
      const [username, other] = [newUser(), newUser()];
      expect(await iterations(username, other)).toEqual({});

      expect(await admin.upsertScramCredentials([credentialOf(username), credentialOf(other)])).toEqual(
        new Map([username, other].map((name) => [name, DONE])),
      );
      await expect.poll(() => iterations(username, other)).toEqual({ [username]: 4_096, [other]: 4_096 });

      const replaced = credentialOf(username, { iterations: 8_192 });
      expect(codes(await admin.upsertScramCredentials([replaced]))).toEqual({ [username]: "ok" });
      await expect.poll(() => iterations(username, other)).toEqual({ [username]: 8_192, [other]: 4_096 });

      for (const _ of ["there", "gone"])
        expect(codes(await admin.deleteScramCredentials([username]))).toEqual({ [username]: "ok" });
      await expect.poll(() => iterations(username, other)).toEqual({ [other]: 4_096 });
    });

    it("are refused one by one, and the others are made", async () => {
      const [few, many, good] = [newUser(), newUser(), newUser()];

      const answers = await admin.upsertScramCredentials([
        credentialOf(few, { iterations: 4_095 }),
        credentialOf(many, { iterations: 16_385 }),
        credentialOf(""),
        credentialOf(good, { iterations: 16_384 }),
      ]);

      const refused = "invalid_credential";
      expect(codes(answers)).toEqual({ [few]: refused, [many]: refused, "": refused, [good]: "ok" });
      await expect.poll(() => iterations(few, many, good)).toEqual({ [good]: 16_384 });
    });

    it("of one user twice in a batch are refused, and the user keeps what it had", async () => {
      const [twice, good] = [newUser(), newUser()];
      await admin.upsertScramCredentials([credentialOf(twice)]);

      const again = [8_192, 9_000].map((count) => credentialOf(twice, { iterations: count }));
      const answers = await admin.upsertScramCredentials([...again, credentialOf(good)]);

      expect(codes(answers)).toEqual({ [twice]: "invalid_credential", [good]: "ok" });
      await expect.poll(() => iterations(twice, good)).toEqual({ [twice]: 4_096, [good]: 4_096 });
    });

    it("are looked up for more users than fit into one read, and for one user named twice", async () => {
      const username = newUser();
      await admin.upsertScramCredentials([credentialOf(username)]);
      const absent = Array.from({ length: 300 }, (_, index) => `${cluster.prefix}absent-${index}`);

      await expect.poll(() => iterations(username, ...absent, username)).toEqual({ [username]: 4_096 });
    });

    it("need no call when there are none: no names are not all names", async () => {
      expect(await admin.describeScramUsers([])).toEqual(new Map());
      expect(await admin.upsertScramCredentials([])).toEqual(new Map());
      expect(await admin.deleteScramCredentials([])).toEqual(new Map());
    });
  });

  describe("quotas", () => {
    const quota = async (username: string) => (await admin.describeUserQuotas([username])).get(username);
    const expectQuota = (username: string, value: object) =>
      expect.poll(() => quota(username)).toEqual({ ok: true, value });

    it("are set, replaced as a whole and removed", async () => {
      const username = newUser();
      const all = { producerByteRate: 1_048_576, consumerByteRate: 2_097_152, requestPercentage: 12.5 };

      expect(await admin.alterUserQuotas(new Map([[username, all]]))).toEqual(new Map([[username, DONE]]));
      await expectQuota(username, all);

      await admin.alterUserQuotas(new Map([[username, { consumerByteRate: 5 }]]));
      await expectQuota(username, { consumerByteRate: 5 });

      for (const _ of ["there", "gone"])
        expect(codes(await admin.alterUserQuotas(new Map([[username, {}]])))).toEqual({ [username]: "ok" });
      await expectQuota(username, {});
    });

    it("of several users do not mix, and a user without any has an empty one", async () => {
      const [one, other, without] = [newUser(), newUser(), newUser()];
      const quotas = new Map([
        [one, { producerByteRate: 1_000_000_000_000 }],
        [other, { requestPercentage: 200 }],
      ]);

      expect(codes(await admin.alterUserQuotas(quotas))).toEqual({ [one]: "ok", [other]: "ok" });

      await expect
        .poll(() => admin.describeUserQuotas([one, other, without]))
        .toEqual(new Map([...quotas, [without, {}] as const].map(([name, value]) => [name, { ok: true, value }])));
    });

    it("are refused one by one, in the broker's words, and the others are set", async () => {
      const [zero, fraction, good] = [newUser(), newUser(), newUser()];

      const answers = await admin.alterUserQuotas(
        new Map([
          [zero, { producerByteRate: 0 }],
          [fraction, { consumerByteRate: 1.5 }],
          ["", { consumerByteRate: 1 }],
          [good, { producerByteRate: 7 }],
        ]),
      );

      const refused = "invalid_config";
      expect(codes(answers)).toEqual({ [zero]: refused, [fraction]: refused, "": refused, [good]: "ok" });
      await expectQuota(good, { producerByteRate: 7 });
      await expectQuota(zero, {});
    });

    it("need no call when there are none", async () => {
      expect(await admin.describeUserQuotas([])).toEqual(new Map());
      expect(await admin.alterUserQuotas(new Map())).toEqual(new Map());
    });
  });
}

const DONE = { ok: true, value: null };

/** Bindings come in no particular order. */
function keysOf(bindings: readonly AclBinding[]): string[] {
  return bindings.map(bindingKey).sort();
}
