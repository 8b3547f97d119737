import { isDeepStrictEqual } from "node:util";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import { refused } from "./answers.ts";
import type { Answer, ListedTopic, PartitionReplicas } from "./cluster-admin.ts";
import { clusterError } from "./cluster-error.ts";
import { nothingRefused, type Refuse } from "./cluster-faults.ts";
import type { InMemoryTopics, StoredTopic } from "./in-memory-topics.ts";
import { nameProblem } from "./topic-creation-rules.ts";

/** A topic, and where its partitions are. */
type Shown = { topic: StoredTopic; replicas: Map<number, PartitionReplicas> };
/** A change that was accepted: until it shows, the topic is shown as it was before it; undefined where there was none. */
type Hidden = { name: string; before: Shown | undefined };

/**
 * What the brokers of a cluster in memory show of its topics. That is what the controller has accepted, or, when a test says so, what it had accepted a
 * while ago: a broker replays the controller's log, and behind a bulk it is seconds late. Writes are judged by what was accepted.
 */
export class InMemoryMetadata {
  readonly #topics: InMemoryTopics;
  /** The oldest first. */
  #hidden: Hidden[] = [];
  #lagging = false;

  constructor(topics: InMemoryTopics) {
    this.#topics = topics;
  }

  /**
   * What clients change from now on shows only after {@link catchUp}. What others change shows at once, unless the topic has earlier changes that do not
   * show yet.
   */
  lag(): void {
    this.#lagging = true;
  }

  /** Shows everything, from now on at once again. */
  catchUp(): void {
    this.#lagging = false;
    this.#hidden = [];
  }

  /** Shows the oldest change that does not show yet, and goes on lagging. */
  showOne(): void {
    this.#hidden.shift();
  }

  /** Does what a client asks for. */
  changing<T>(effect: () => T): T {
    if (!this.#lagging) return effect();
    const before = this.#accepted();
    const answer = effect();
    const after = this.#accepted();
    for (const name of new Set([...before.keys(), ...after.keys()])) {
      if (!isDeepStrictEqual(before.get(name), after.get(name))) this.#hidden.push({ name, before: before.get(name) });
    }
    return answer;
  }

  list(): ListedTopic[] {
    const names = new Set([...this.#topics.names(), ...this.#hidden.map(({ name }) => name)]);
    return [...names].flatMap((name) => {
      const topic = this.#topicOf(name);
      return topic ? [listed(topic)] : [];
    });
  }

  observe(name: string, keys?: readonly string[]): Answer<ObservedTopic> {
    if (nameProblem(name)) return refused(clusterError(17, null));
    const topic = this.#topicOf(name);
    if (!topic) return refused(clusterError(3, null));
    const { topicId, internal, partitions, replicationFactor, config } = topic;
    const set = Object.fromEntries(Object.entries(config).filter(([key]) => keys?.includes(key) ?? true));
    return { ok: true, value: { topicId, internal, partitions, replicationFactor, config: set } };
  }

  configOf(name: string, keys: readonly string[] | undefined): Answer<Record<string, string>> {
    const observed = this.observe(name, keys);
    return observed.ok ? { ok: true, value: observed.value.config } : observed;
  }

  replicas(names: readonly string[], refuse: Refuse): Map<string, Map<number, PartitionReplicas>> {
    const late = this.#late();
    const now = this.#topics.replicas(
      names.filter((name) => !late.has(name)),
      refuse,
    );
    const told = names.flatMap((name) => {
      const replicas = late.has(name) && !refuse(name) ? late.get(name)?.replicas : now.get(name);
      return replicas ? [[name, replicas] as const] : [];
    });
    return new Map(told);
  }

  #topicOf(name: string): StoredTopic | undefined {
    const hidden = this.#hidden.find((one) => one.name === name);
    return hidden ? hidden.before?.topic : this.#topics.get(name);
  }

  /** The topics of which not everything shows, as they show. */
  #late(): Map<string, Shown | undefined> {
    return new Map(this.#hidden.toReversed().map(({ name, before }) => [name, before]));
  }

  #accepted(): Map<string, Shown> {
    const topics = this.#topics.snapshot();
    const replicas = this.#topics.replicas([...topics.keys()], nothingRefused);
    return new Map([...topics].map(([name, topic]) => [name, { topic, replicas: replicas.get(name) ?? new Map() }]));
  }
}

function listed({ name, topicId, internal, partitions, replicationFactor, leaderless }: StoredTopic): ListedTopic {
  return { name, topicId, internal, partitions, replicationFactor, leaderless };
}
