import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import {
  AclOperations,
  AclPermissionTypes,
  createAclsV1,
  ResourcePatternTypes,
  ResourceTypes,
} from "@platformatic/kafka";
import { afterAll, describe, expect, it } from "vitest";
import type { AclBinding } from "#lib/domain/acl-binding";
import { AlteringRelay } from "./altering-relay.ts";
import { BrokerConnections } from "./broker-connections.ts";
import type { ClusterAdmin } from "./cluster-admin.ts";
import type { BrokerAddress } from "./cluster-connection.ts";
import { REFUSAL_TEXT } from "./create-acls-messages.ts";
import { createPlatformaticClusterAdmin } from "./platformatic-cluster-admin.ts";
import { testBroker, Witness } from "./test-broker.ts";

const broker = testBroker(process.env);
const witness = new Witness(broker);
const prefix = `relay-${randomBytes(4).toString("hex")}.`;
const topic = `${prefix}orders`;
const DESCRIBE = 8;

/** What a consumer of the topic needs. */
const neededBy = (principal: string): AclBinding[] => {
  const binding = { principal, permissionType: "ALLOW", host: "*", patternType: "LITERAL" } as const;
  return [
    { ...binding, resourceType: "TOPIC", resourceName: topic, operation: "READ" },
    { ...binding, resourceType: "TOPIC", resourceName: topic, operation: "DESCRIBE" },
    { ...binding, resourceType: "GROUP", resourceName: `${prefix}group`, operation: "READ" },
  ];
};
const twoOfThem = [`GROUP ${prefix}group READ`, `TOPIC ${topic} READ`];
const allOfThem = [`GROUP ${prefix}group READ`, `TOPIC ${topic} DESCRIBE`, `TOPIC ${topic} READ`];
const DONE = { ok: true, value: null };
const REFUSED = { ok: false, error: { code: "policy_refused", retriable: false, message: REFUSAL_TEXT } };

const opened: { close(): Promise<void> }[] = [];
const adminBehind = (address: BrokerAddress): ClusterAdmin => {
  const admin = createPlatformaticClusterAdmin({ ...broker, bootstrapServers: [address] });
  opened.unshift(admin);
  return admin;
};
const relayBefore = async (operation?: number): Promise<AlteringRelay> => {
  const refused = { resourceName: topic, ...(operation !== undefined && { operation }) };
  const relay = await AlteringRelay.before(brokerAddress(), refused);
  opened.push(relay);
  return relay;
};

afterAll(async () => {
  for (const open of opened) await open.close();
});

describe("AlteringRelay", () => {
  it("refuses one of three bindings, which the broker never sees, until the cause is gone", async () => {
    const relay = await relayBefore(DESCRIBE);
    const admin = adminBehind(relay.address);
    const bindings = neededBy(`User:${prefix}one`);

    expect(await admin.createAcls(bindings)).toEqual([DONE, REFUSED, DONE]);
    await expect.poll(() => witness.aclsOf(`User:${prefix}one`)).toEqual(twoOfThem);
    expect(await admin.createAcls(bindings.slice(1, 2))).toEqual([REFUSED]);

    relay.stopRefusing();
    expect(await admin.createAcls(bindings.slice(1, 2))).toEqual([DONE]);
    await expect.poll(() => witness.aclsOf(`User:${prefix}one`)).toEqual(allOfThem);
  });

  it("refuses several, whatever is done with the resource, and lets everything else pass", async () => {
    const admin = adminBehind((await relayBefore()).address);
    const principal = `User:${prefix}several`;

    expect(await admin.createAcls(neededBy(principal))).toEqual([REFUSED, REFUSED, DONE]);

    await expect.poll(async () => (await admin.listAcls(principal)).length).toBe(1);
    expect(await admin.deleteAcls(neededBy(principal))).toEqual([DONE, DONE, DONE]);
  });

  it("understands the older form of the message too", async () => {
    const older = new BrokerConnections({ ...broker, bootstrapServers: [(await relayBefore()).address] });
    opened.unshift(older);
    const principal = `User:${prefix}older`;
    const reading = (resourceName: string) => ({
      resourceType: ResourceTypes.TOPIC,
      resourceName,
      resourcePatternType: ResourcePatternTypes.LITERAL,
      principal,
      host: "*",
      operation: AclOperations.READ,
      permissionType: AclPermissionTypes.ALLOW,
    });

    const { results } = await older.ask(createAclsV1.api, [`${prefix}a`, topic, `${prefix}b`].map(reading));

    expect(results).toMatchObject([{ errorCode: 0 }, { errorCode: 44, errorMessage: REFUSAL_TEXT }, { errorCode: 0 }]);
    await expect.poll(() => witness.aclsOf(principal)).toEqual([`TOPIC ${prefix}a READ`, `TOPIC ${prefix}b READ`]);
  });

  it("runs as a process of its own, which a signal heals", async () => {
    const { host, port } = brokerAddress();
    const script = fileURLToPath(new URL("altering-relay.ts", import.meta.url));
    const relay = spawn(process.execPath, [script, "0", `${host}:${port}`, topic, String(DESCRIBE)]);
    opened.push({ close: async () => void relay.kill() });
    const [line] = await once(relay.stdout, "data");
    const listening = /^listening (\d+)\n$/.exec(String(line))?.[1];
    const admin = adminBehind({ host: "127.0.0.1", port: Number(listening) });
    const bindings = neededBy(`User:${prefix}process`);

    expect(await admin.createAcls(bindings)).toEqual([DONE, REFUSED, DONE]);
    relay.kill("SIGUSR2");

    await expect.poll(() => admin.createAcls(bindings)).toEqual([DONE, DONE, DONE]);
    await expect.poll(() => witness.aclsOf(`User:${prefix}process`)).toEqual(allOfThem);
  });
});

function brokerAddress(): BrokerAddress {
  const [server] = broker.bootstrapServers;
  if (!server) throw new Error("TEST_KAFKA_BOOTSTRAP names no server.");
  return server;
}
