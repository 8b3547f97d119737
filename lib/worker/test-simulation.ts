import { ClusterCallFailed, type NewTopic } from "#lib/kafka/cluster-admin";
import type { ClusterCall, ClusterFaults } from "#lib/kafka/cluster-faults";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import type { Checkpoint, ClusterSession } from "./cluster-session.ts";
import { observeAcls } from "./observe-acls.ts";
import { observeTopics } from "./observe-topics.ts";
import { reconcileTopics } from "./reconcile-topics.ts";
import { ForeignTopics } from "./test-foreign-topics.ts";
import { SeededHistory } from "./test-history.ts";
import { definitionOf, type TestInstallation } from "./test-installation.ts";
import { REFUSALS, REFUSED } from "./test-refusals.ts";
import { TopicActions } from "./test-topic-actions.ts";
import { TopicDecisions } from "./test-topic-life.ts";
import { WriteWatch } from "./test-write-watch.ts";

const NAMES = Array.from({ length: 12 }, (_, index) => `orders.topic-${index}.v1`);
const CHECKPOINTS: Checkpoint[] = ["taken", "attempt-recorded", "answered", "verified", "committed"];

/**
 * One random history of a cluster: people approve and retry, others make, change and delete topics behind Headgate's back, calls fail,
 * answers are lost, workers die between any two steps. What must never happen is collected in `violations` as it happens.
 */
export class Simulation {
  readonly slug: string;
  readonly cluster = new InMemoryCluster({ requestTimeoutMs: 10_000, brokers: 2 });
  readonly watch: WriteWatch;
  readonly #actions: TopicActions;
  readonly #seed: number;
  readonly #installation: TestInstallation;
  readonly history: SeededHistory<Checkpoint>;
  readonly #foreign: ForeignTopics;
  /** Names for which a create call ended without anybody learning how: only there somebody else's equal topic may pass for ours. */
  readonly #unsure = new Set<string>();
  #session: ClusterSession | null = null;
  #workers = 0;

  constructor(installation: TestInstallation, seed: number) {
    this.#installation = installation;
    this.slug = `simulated-${seed}`;
    this.history = new SeededHistory(seed, CHECKPOINTS);
    this.#seed = seed;
    const { owner: db, people } = installation;
    const { slug, cluster, history } = this;
    this.watch = new WriteWatch(db, cluster, slug, history.violations);
    const decide = new TopicDecisions(db, slug, people);
    this.#actions = new TopicActions({ db, slug, cluster, decide, history, watch: this.watch });
    this.#foreign = new ForeignTopics(cluster, this.#actions.adopted);
  }

  async start(): Promise<void> {
    await this.#installation.register("worker-0", [definitionOf(this.slug)]);
    const policy = this.#seed % 2 === 0 ? "revert-harmless" : "ask";
    await this.#installation.owner.$executeRaw`UPDATE clusters SET drift_policy = ${policy} WHERE slug = ${this.slug}`;
  }

  async step(): Promise<void> {
    const happen = this.history.pick([
      () => this.#approve(),
      () => this.#approve(),
      () => this.#createOutside(),
      () => this.#foreign.changeOne(this.history),
      () => this.#foreign.changeOne(this.history),
      () => this.#foreign.changeOne(this.history),
      () => this.#foreign.deleteOne(this.history),
      () => this.#retry(),
      ...Array.from({ length: 9 }, () => () => this.#actions.happen()),
      () => this.#holdMoves(),
      () => this.#lag(),
      () => this.#trouble(),
      () => this.#work(reconcileTopics),
      () => this.#work(reconcileTopics),
      () => this.#work(reconcileTopics),
      () => this.#work(observeTopics),
      () => this.#work(observeTopics),
      () => this.#work(observeAcls),
    ]);
    await happen();
    this.history.violations.push(...this.#foreign.touched());
  }

  /** Trouble ends; the worker works until nothing is left to do, and looks twice. */
  async settle(): Promise<void> {
    this.cluster.start();
    this.cluster.endMoves();
    this.cluster.metadata.catchUp();
    this.cluster.faults = this.#faults({});
    // A minute's patience with topics that were accepted and then not shown as asked for is not waited for here: a new worker has none.
    await this.#nextWorker();
    // What is put back unasked is due only when sweeps have agreed on it.
    for (let time = 0; time < 2; time += 1) {
      for (let round = 0; round < 5; round += 1) {
        await this.#everythingIsDue();
        await this.#work(reconcileTopics, false);
      }
      for (let sweep = 0; sweep < 3; sweep += 1) {
        await this.#work(observeAcls, false);
        await this.#work(observeTopics, false);
        // Where so much vanished that the guard fired, an admin says that it is true.
        await this.#installation.owner
          .$executeRaw`UPDATE clusters SET confirmations = confirmations + 1 WHERE slug = ${this.slug}`;
      }
    }
    await this.#everythingIsDue();
    await this.#work(reconcileTopics, false);
    this.history.violations.push(...this.#foreign.touched());
  }

  #holdMoves(): void {
    if (this.history.chance(0.5)) this.cluster.holdMoves();
    else this.cluster.endMoves();
  }

  async #approve(): Promise<void> {
    const managed = await this.#installation.owner.$queryRaw<{ name: string }[]>`
      SELECT name FROM topics WHERE cluster_slug = ${this.slug}`;
    const free = NAMES.filter((name) => !managed.some((topic) => topic.name === name));
    const topics = free.filter(() => this.history.chance(0.15)).map((name) => ({ name, ...this.#spec() }));
    if (topics.length === 0) return;
    await this.#installation.approve(topics, this.slug);
  }

  #createOutside(): void {
    const name = this.history.pick(NAMES.filter((one) => !this.cluster.snapshot().has(one)));
    if (!name) return;
    this.cluster.createOutside({ name, ...this.#spec() });
    this.#foreign.made(name);
  }

  /** Behind a bulk the brokers show late, one after the other, what the controller accepted. */
  #lag(): void {
    if (this.history.chance(0.7)) this.cluster.metadata.lag();
    else this.cluster.metadata.catchUp();
  }

  async #retry(): Promise<void> {
    await this.#installation.owner.$executeRaw`
      SELECT topic_retry(topic_id) FROM topic_status WHERE cluster_slug = ${this.slug} AND state = 'blocked'`;
  }

  #trouble(): void {
    const stop = this.history.chance(0.25);
    if (stop) this.cluster.stop();
    else this.cluster.start();
    const often = () => (this.history.chance(0.5) ? 0.25 : 0);
    this.cluster.faults = this.#faults({ fail: often(), lose: often(), refuse: often(), race: often() });
  }

  #faults(odds: { fail?: number; lose?: number; refuse?: number; race?: number }): ClusterFaults {
    const { metadata } = this.cluster;
    const happens = (chance: number | undefined) => chance !== undefined && this.history.chance(chance);
    const unanswered = ({ method, names }: ClusterCall) => {
      // The answer was waited for: longer than brokers lag behind.
      metadata.catchUp();
      if (method === "createTopics") for (const name of names) this.#unsure.add(name);
      return new ClusterCallFailed({
        code: "timed_out",
        retriable: true,
        message: "The cluster did not answer in time.",
      });
    };
    return {
      before: async (call) => {
        if (this.history.chance(0.2)) metadata.showOne();
        await this.watch.before(call);
        if (call.method === "createTopics") await this.#mayCreate(call);
        if (happens(odds.fail)) throw unanswered(call);
        if (call.method === "createTopics" && happens(odds.race)) this.#createOutside();
      },
      refuse: ({ method }, name) => {
        if (!REFUSED.has(method) || !happens(odds.refuse)) return undefined;
        const refusal = this.history.pick(REFUSALS);
        if (method === "createTopics" && refusal.code === "timed_out") this.#unsure.add(name);
        return refusal;
      },
      after: async (call) => {
        await this.watch.after(call);
        if (happens(odds.lose)) throw unanswered(call);
      },
    };
  }

  /** Before anything is sent: the attempt is on record, and the topic was never seen as ours. */
  async #mayCreate({ names }: ClusterCall): Promise<void> {
    const wrong = await this.#installation.owner.$queryRaw<{ name: string }[]>`
      SELECT t.name FROM topics t JOIN topic_status s ON s.topic_id = t.id
      WHERE t.cluster_slug = ${this.slug} AND t.name = ANY(${[...names]}) 
        AND (s.create_attempted_at IS NULL OR s.kafka_topic_id IS NOT NULL OR t.adopted_topic_id IS NOT NULL OR t.deleting_at IS NOT NULL)`;
    this.history.violations.push(...wrong.map(({ name }) => `${name} must not be created`));
  }

  /** One piece of a worker's work, which may die at any step; then the next worker takes over. */
  async #work(piece: (session: ClusterSession) => Promise<unknown>, mayDie = true): Promise<void> {
    await this.#session?.lease.renew();
    this.#session ??= await this.#newWorker();
    const session = this.#session;
    if (this.history.chance(0.7)) await this.#everythingIsDue();
    const isTrouble = (error: unknown) => error instanceof ClusterCallFailed;
    if (!(await this.history.survives(() => piece(session), { mayDie, isTrouble }))) await this.#nextWorker();
    await this.#nobodyElseIsTakenForOurs();
  }

  async #nextWorker(): Promise<void> {
    this.#session = null;
    // Who takes over waits, and does not know what was written: longer than brokers lag behind.
    this.cluster.metadata.catchUp();
    const attempted = await this.#installation.owner.$queryRaw<{ name: string }[]>`
      SELECT t.name FROM topics t JOIN topic_status s ON s.topic_id = t.id
      WHERE t.cluster_slug = ${this.slug} AND s.create_attempted_at IS NOT NULL AND s.kafka_topic_id IS NULL`;
    for (const { name } of attempted) this.#unsure.add(name);
  }

  async #nobodyElseIsTakenForOurs(): Promise<void> {
    const taken = await this.#installation.owner.$queryRaw<{ name: string; topicId: string }[]>`
      SELECT t.name, s.kafka_topic_id AS "topicId" FROM topics t JOIN topic_status s ON s.topic_id = t.id
      WHERE t.cluster_slug = ${this.slug} AND s.kafka_topic_id = ANY(${this.#foreign.topicIds()})`;
    for (const { name, topicId } of taken) {
      if (this.#unsure.has(name)) this.#foreign.passedForOurs(topicId);
      else this.history.violations.push(`${name} of somebody else was taken for ours`);
    }
  }

  #newWorker(): Promise<ClusterSession> {
    this.#workers += 1;
    return this.#installation.session(this.cluster.connect(), {
      cluster: this.slug,
      workerId: `worker-${this.#workers}`,
      checkpoint: this.history.checkpoint,
    });
  }

  async #everythingIsDue(): Promise<void> {
    await this.#installation.owner.$executeRaw`
      UPDATE topic_status SET due_at = now() WHERE due_at IS NOT NULL AND cluster_slug = ${this.slug}`;
  }

  #spec(): Omit<NewTopic, "name"> {
    const config = {
      ...(this.history.chance(0.7) && { "retention.ms": "604800000" }),
      ...(this.history.chance(0.3) && { "cleanup.policy": "delete" }),
    };
    return { partitions: this.history.chance(0.5) ? 1 : 3, replicationFactor: 1, config };
  }
}
