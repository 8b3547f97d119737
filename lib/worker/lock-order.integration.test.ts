import { afterAll, beforeAll, expect, it } from "vitest";
import { sessionsWaiting } from "#lib/db/test-database";
import { saveObservations } from "#lib/db/worker-stores/topic-observations";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import { reconcileTopics } from "./reconcile-topics.ts";
import { TestInstallation, until } from "./test-installation.ts";

let installation: TestInstallation;
beforeAll(async () => {
  installation = await TestInstallation.create();
});
afterAll(() => installation?.drop());

const waiting = () => sessionsWaiting(installation.owner);

it("a sweep that sees a topic at the moment it is committed does not end in a deadlock with that commit", async () => {
  const spec = { partitions: 1, replicationFactor: 1, config: {} };
  await installation.approve([{ name: "orders.both.v1", ...spec }]);
  const session = await installation.session(new InMemoryCluster().connect());
  const seen = ["orders.both.v1", "unmanaged"].map((name) => ({ name, topicId: "x", internal: false, ...spec }));

  // Both stand before the catalogue's lock, whoever comes first, until this transaction ends.
  const work = await installation.owner.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('catalogue local', 0))`;
    const committing = reconcileTopics(session);
    await until(waiting, (count) => count === 1);
    const sweeping = session.db.$transaction((sweep) => saveObservations(sweep, "local", seen, null));
    await until(waiting, (count) => count === 2);
    return [committing, sweeping];
  });

  expect((await Promise.allSettled(work)).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
  expect(await installation.topic("orders.both.v1")).toMatchObject({ state: "ready", request: "applied" });
});
