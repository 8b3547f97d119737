import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ACL_OPERATIONS, type AclBinding, bindingKey, RESOURCE_TYPES } from "#lib/domain/acl-binding";
import type { ClusterAdmin } from "./cluster-admin.ts";
import type { ClusterUnderTest } from "./contract-cluster.ts";

/** What every {@link ClusterAdmin} promises about ACLs. */
export function clusterAclsContract(start: () => Promise<ClusterUnderTest>): void {
  let cluster: ClusterUnderTest;
  let admin: ClusterAdmin;
  let count = 0;

  /** A name that nobody has used yet. */
  const newUser = (): string => {
    count += 1;
    return `${cluster.prefix}user-${count}`;
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

  beforeAll(async () => {
    cluster = await start();
    admin = cluster.connect();
  });
  afterAll(async () => {
    await admin.deleteAcls((await admin.listAcls()).filter((binding) => binding.principal.includes(cluster.prefix)));
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
}

const DONE = { ok: true, value: null };

/** Bindings come in no particular order. */
function keysOf(bindings: readonly AclBinding[]): string[] {
  return bindings.map(bindingKey).sort();
}
