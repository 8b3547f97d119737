import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import { expireGrants } from "./expire-grants.ts";
import { Lease } from "./lease.ts";
import { observeTopics } from "./observe-topics.ts";
import { reconcileTopics } from "./reconcile-topics.ts";
import { consume, TestAccess } from "./test-access.ts";
import { skewClock } from "./test-clock.ts";
import { definitionOf, TestInstallation } from "./test-installation.ts";
import { TopicDecisions } from "./test-topic-life.ts";

const HOURS = 3_600_000;
let installation: TestInstallation;
let unskew: () => void = () => undefined;
beforeAll(async () => {
  installation = await TestInstallation.create();
});
afterEach(() => unskew());
afterAll(() => installation?.drop());

describe.each([
  ["seven hours ahead", 7],
  ["seven hours behind", -7],
])("a worker whose clock is %s", (_, hours) => {
  const slug = hours > 0 ? "ahead" : "behind";

  it("takes, keeps and respects leases by the database's clock", async () => {
    await installation.register("worker-0", [definitionOf(slug)]);
    const db = installation.database.worker;
    const held = await Lease.acquire(db, slug, "on-time", 1_000);
    unskew = skewClock(hours * HOURS);
    expect(await Lease.acquire(db, slug, "skewed", 1_000)).toBeNull();

    await held?.release();
    const taken = await Lease.acquire(db, slug, "skewed", 1_000);
    expect(taken?.mayWrite()).toBe(true);
    expect(await taken?.renew()).toBe(true);
    expect(taken?.remainingMs()).toBeLessThan(60_000);
    unskew();
    expect(await Lease.acquire(db, slug, "on-time", 1_000)).toBeNull();
  });

  it("may write no more once its clock jumps, until the lease is prolonged", async () => {
    const cluster = new InMemoryCluster();
    const { lease } = await installation.session(cluster.connect(), { cluster: slug, leaseLastsMs: 50_000 });
    unskew = skewClock(hours * HOURS);
    // Ahead it looks expired. Behind, the monotonic clock still counts it down.
    expect(lease.mayWrite()).toBe(hours < 0);
    expect(lease.remainingMs()).toBeLessThan(60_000);
    expect(await lease.renew()).toBe(true);
    expect(lease.mayWrite()).toBe(true);
  });

  it("ends grants on their date, neither before nor after", async () => {
    const access = new TestAccess(installation, slug);
    const application = await access.application(`app-${slug}`);
    const soon = await access.grant(application, consume("orders.soon"), HOURS);
    const over = await access.grant(application, consume("orders.over"), 0);
    unskew = skewClock(hours * HOURS);
    await expireGrants(installation.database.worker);
    expect(await access.grantFacts(soon)).not.toMatchObject({ state: "ended" });
    expect(await access.grantFacts(over)).toMatchObject({ state: "ended" });
  });

  it("does what is due, leaves what is not, and overwrites nothing newer", async () => {
    const cluster = new InMemoryCluster();
    unskew = skewClock(hours * HOURS);
    const session = await installation.session(cluster.connect(), { cluster: slug });
    const topic = { name: `orders.${slug}.v1`, partitions: 1, replicationFactor: 1, config: {} };
    await installation.approve([topic], slug);
    expect(await reconcileTopics(session)).toBe(1);
    await observeTopics(session);
    expect(await installation.topic(topic.name)).toMatchObject({ state: "ready", request: "applied" });

    const later = { ...topic, name: `orders.${slug}.v2` };
    await installation.approve([later], slug);
    await installation.owner
      .$executeRaw`UPDATE topic_status SET due_at = now() + interval '1 hour' WHERE due_at IS NOT NULL`;
    expect(await reconcileTopics(session)).toBe(0);
    const [times] = await installation.owner.$queryRaw<{ ours: boolean }[]>`
      SELECT bool_and(abs(extract(epoch FROM s.verified_at - now())) < 60 AND abs(extract(epoch FROM c.seen_at - now())) < 60) AS ours
      FROM topic_status s JOIN cluster_status c ON c.cluster_slug = s.cluster_slug
      WHERE s.cluster_slug = ${slug} AND s.verified_at IS NOT NULL`;
    expect(times).toEqual({ ours: true });
  });
});

it("a worker that slept through its lease writes nothing of what it had in mind", async () => {
  const slug = "slept";
  await installation.register("worker-0", [definitionOf(slug)]);
  const cluster = new InMemoryCluster();
  const decide = new TopicDecisions(installation.owner, slug, installation.people);
  const name = "orders.slept.v1";
  const sleeper = await installation.session(cluster.connect(), { cluster: slug, workerId: "sleeper" });
  await installation.approve(
    [{ name, partitions: 1, replicationFactor: 1, config: { "retention.ms": "604800000" } }],
    slug,
  );
  await reconcileTopics(sleeper);
  await decide.change(name, { config: { "retention.ms": "2592000000" } });

  // Between its look at the topic and its write the machine stands still for an hour: its monotonic clock too, the wall clock not.
  cluster.faults = {
    after: async ({ method }) => {
      if (method !== "describeTopics") return;
      cluster.faults = {};
      unskew = skewClock(HOURS);
      const successor = await installation.session(cluster.connect(), { cluster: slug, workerId: "successor" });
      await reconcileTopics(successor);
      await decide.change(name, { config: { "retention.ms": "5184000000" } });
      await reconcileTopics(successor);
    },
  };
  await reconcileTopics(sleeper);
  expect(cluster.snapshot().get(name)?.config).toEqual({ "retention.ms": "5184000000" });
  expect(await installation.topic(name)).toMatchObject({ state: "ready", lastApplied: { generation: 3 } });
});
