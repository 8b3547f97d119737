import { afterAll, beforeAll, expect, it } from "vitest";
import { generatePassword } from "#lib/domain/scram-credential";
import type { ClusterAdmin } from "#lib/kafka/cluster-admin";
import type { ClusterConnection } from "#lib/kafka/cluster-connection";
import { createPlatformaticClusterAdmin } from "#lib/kafka/platformatic-cluster-admin";
import { testBroker, Witness } from "#lib/kafka/test-broker";
import type { ClusterSession } from "./cluster-session.ts";
import { expireGrants } from "./expire-grants.ts";
import { observeAcls } from "./observe-acls.ts";
import { reconcilePrincipals } from "./reconcile-principals.ts";
import { consume, produce, TestAccess } from "./test-access.ts";
import { TestInstallation, until } from "./test-installation.ts";

const prefix = `access-${process.pid}.`;
const topic = `${prefix}order-placed.v1`;
const password = generatePassword();
const connection = testBroker(process.env);
let installation: TestInstallation;
let admin: ClusterAdmin;
let session: ClusterSession;
let access: TestAccess;
let app: string;

beforeAll(async () => {
  installation = await TestInstallation.create();
  // As the worker's own user: what it may do there is part of what is tested.
  admin = createPlatformaticClusterAdmin(testBroker(process.env, "TEST_KAFKA_WORKER"));
  await admin.createTopics([{ name: topic, partitions: 1, replicationFactor: 1, config: {} }]);
  session = await installation.session(admin);
  access = new TestAccess(installation);
  app = await access.application("access");
});
afterAll(async () => {
  await new Witness(connection).deleteTopics(prefix);
  await admin?.deleteScramCredentials([`${prefix}one`, `${prefix}two`]);
  await admin?.close();
  await installation?.drop();
});

function clientOf(username: string): Witness {
  const sasl = { mechanism: "SCRAM-SHA-512", username, password } as const;
  return new Witness({ ...connection, sasl } satisfies ClusterConnection);
}

const reconcile = async () => {
  await session.lease.renew();
  await access.everythingIsDue();
  await reconcilePrincipals(session);
};

/** Waits until the broker answers so: some milliseconds after it shows what was written it goes by it. */
async function untilAnswered(isAllowed: boolean, work: () => Promise<unknown>): Promise<void> {
  const attempt = () =>
    work().then(
      () => true,
      () => false,
    );
  await until(attempt, (answered) => answered === isAllowed);
}

it("gives a client with the issued credential what was granted, and takes it away again", {
  timeout: 180_000,
}, async () => {
  const name = `${prefix}one`;
  const principal = await access.principal(app, name, { password, quota: { producerByteRate: 1_048_576 } });
  const write = () => clientOf(name).produce(topic, Date.now());
  await reconcile();
  await untilAnswered(true, () => clientOf(name).logIn());
  await untilAnswered(false, write);

  const grant = await access.grant(app, produce(topic));
  await reconcile();
  expect(await access.grantFacts(grant)).toMatchObject({ status: "applied", request: "applied" });
  await untilAnswered(true, write);
  expect(await new Witness(connection).aclsOf(`User:${name}`)).toEqual([
    `TOPIC ${topic} DESCRIBE`,
    `TOPIC ${topic} WRITE`,
  ]);

  await access.revoke(grant);
  await reconcile();
  await untilAnswered(false, write);
  expect(await access.grantFacts(grant)).toMatchObject({ status: "removed" });
  expect(await access.principalFacts(principal)).toMatchObject({ state: "ready", sealed: 0 });
});

it("rotates: two principals work for a while, the old one ends by its date and can log in no more", {
  timeout: 180_000,
}, async () => {
  const [old, fresh] = [`${prefix}one`, `${prefix}two`];
  const grant = await access.grant(app, consume(topic, `${prefix}reader`));
  await access.principal(app, fresh, { password });
  await reconcile();
  const acls = [`GROUP ${prefix}reader READ`, `TOPIC ${topic} DESCRIBE`, `TOPIC ${topic} READ`];
  for (const name of [old, fresh]) expect(await new Witness(connection).aclsOf(`User:${name}`)).toEqual(acls);
  await untilAnswered(true, () => clientOf(fresh).logIn());
  const reader = await clientOf(fresh).consume(topic, `${prefix}reader`);
  await reader.leave();

  await installation.owner.$executeRaw`UPDATE principals SET ends_at = now() WHERE name = ${old}`;
  await expireGrants(installation.database.worker);
  await reconcile();
  await untilAnswered(false, () => clientOf(old).logIn());
  expect(await new Witness(connection).aclsOf(`User:${old}`)).toEqual([]);
  expect(await new Witness(connection).aclsOf(`User:${fresh}`)).toEqual(acls);
  expect(await access.grantFacts(grant)).toMatchObject({ state: "active", status: "applied" });
  expect((await admin.describeUserQuotas([old])).get(old)).toEqual({ ok: true, value: {} });
});

it("ends what is past its date, and a sweep finds no difference afterwards", { timeout: 60_000 }, async () => {
  await installation.owner.$executeRaw`UPDATE grants SET expires_at = now() WHERE state <> 'ended'`;
  await expireGrants(installation.database.worker);
  await reconcile();
  expect(await new Witness(connection).aclsOf(`User:${prefix}two`)).toEqual([]);

  await session.lease.renew();
  await observeAcls(session);
  await observeAcls(session);
  const states = await installation.owner.$queryRaw`
    SELECT p.name, s.state FROM principals p JOIN principal_status s ON s.principal_id = p.id ORDER BY p.name`;
  expect(states).toEqual([
    { name: `${prefix}one`, state: "ended" },
    { name: `${prefix}two`, state: "ready" },
  ]);
});
