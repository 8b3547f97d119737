import { afterAll, beforeAll, beforeEach } from "vitest";
import type { DriftedField } from "#lib/domain/drift";
import type { NewTopic } from "#lib/kafka/cluster-admin";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import type { ClusterSession } from "./cluster-session.ts";
import { reconcileTopics } from "./reconcile-topics.ts";
import { NEVER_OVER_MS, TestInstallation } from "./test-installation.ts";
import { requestStates, TopicDecisions } from "./test-topic-life.ts";

/** What the approver of a shorter retention was shown where nothing is lost. */
export const NO_LOSS = { measuredAt: "", records: "0", bytes: "0", from: null, to: "", groups: [] };

type TopicFacts = {
  state: string;
  reason: string | null;
  message: string;
  drift: DriftedField[];
  denied: string[];
  progress: unknown;
  due: boolean;
  /** The worker has seen to the last decision. */
  settled: boolean;
};

/** What tests of topics have in hand: for each test an empty cluster, and one worker's session on it. */
export class TopicBench {
  readonly #brokers: number;
  #installation: TestInstallation | null = null;
  #cluster: InMemoryCluster | null = null;
  #session: ClusterSession | null = null;
  #count = 0;

  constructor(brokers: number) {
    this.#brokers = brokers;
  }

  /** To be called once, where a test file begins. */
  static prepare({ brokers = 1 } = {}): TopicBench {
    const bench = new TopicBench(brokers);
    beforeAll(async () => {
      bench.#installation = await TestInstallation.create();
    });
    afterAll(() => bench.#installation?.drop());
    beforeEach(() => bench.#begin());
    return bench;
  }

  /** Topics of earlier tests are left alone from now on. */
  async #begin(): Promise<void> {
    const { owner } = this.installation;
    await owner.$executeRaw`UPDATE clusters SET kafka_cluster_id = NULL, drift_policy = 'ask'`;
    await owner.$executeRaw`UPDATE topic_status SET due_at = NULL, state = 'blocked'`;
    await owner.$executeRaw`DELETE FROM topic_observations`;
    this.#cluster = new InMemoryCluster({ brokers: this.#brokers, requestTimeoutMs: NEVER_OVER_MS });
    await this.takeOver("worker-1");
  }

  get installation(): TestInstallation {
    return given(this.#installation);
  }

  get cluster(): InMemoryCluster {
    return given(this.#cluster);
  }

  get session(): ClusterSession {
    return given(this.#session);
  }

  /** Decisions about the cluster's topics. */
  get decide(): TopicDecisions {
    return new TopicDecisions(this.installation.owner, "local", this.installation.people);
  }

  /** Another worker holds the lease from now on. */
  async takeOver(workerId: string, checkpoint?: ClusterSession["checkpoint"]): Promise<void> {
    const options = { workerId, ...(checkpoint && { checkpoint }) };
    this.#session = await this.installation.session(this.cluster.connect(), options);
  }

  /** A topic that is not there yet, of six partitions that keep a week. */
  named(change: Partial<NewTopic> = {}): NewTopic {
    this.#count += 1;
    const shape = { partitions: 6, replicationFactor: 1, config: { "retention.ms": "604800000" } };
    return { name: `orders.life-${this.#count}.v1`, ...shape, ...change };
  }

  /** A topic that was approved and created. */
  async ready(change: Partial<NewTopic> = {}): Promise<string> {
    const topic = this.named(change);
    await this.installation.approve([topic]);
    await reconcileTopics(this.session);
    return topic.name;
  }

  /** Every back-off ends, and there is a round. */
  async work(): Promise<void> {
    await this.installation.everythingIsDue();
    await reconcileTopics(this.session);
  }

  /** The topic as it is on the cluster. */
  live(name: string) {
    return this.cluster.snapshot().get(name);
  }

  async status(name: string): Promise<TopicFacts | undefined> {
    const [row] = await this.installation.owner.$queryRaw<TopicFacts[]>`
      SELECT s.state, s.reason, s.message, s.drift, s.denied, s.progress, s.due_at IS NOT NULL AS due,
        s.observed_generation = t.generation AS settled
      FROM topic_status s JOIN topics t ON t.id = s.topic_id WHERE t.name = ${name}`;
    return row;
  }

  async requestState(id: string) {
    const [state] = await requestStates(this.installation.owner, [id]);
    return state;
  }
}

function given<T>(part: T | null): T {
  if (part === null) throw new Error("The test has not begun.");
  return part;
}
