import type { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import type { SeededHistory } from "./test-history.ts";

type Chances = Pick<SeededHistory<string>, "pick" | "chance">;

/** Topics that somebody else made, exactly as they left them. What was adopted is theirs no longer. */
export class ForeignTopics {
  readonly #cluster: InMemoryCluster;
  readonly #adopted: ReadonlySet<string>;
  readonly #made = new Set<string>();
  readonly #left = new Map<string, { topicId: string; text: string }>();

  constructor(cluster: InMemoryCluster, adopted: ReadonlySet<string>) {
    this.#cluster = cluster;
    this.#adopted = adopted;
  }

  made(name: string): void {
    const topic = this.#cluster.snapshot().get(name);
    if (topic) this.#made.add(topic.topicId);
    this.#changed(name);
  }

  /** Somebody else changes a topic, theirs or not. */
  changeOne(history: Chances): void {
    const topic = history.pick([...this.#cluster.snapshot().values()]);
    if (!topic) return;
    if (history.chance(0.3)) this.#cluster.growOutside(topic.name, topic.partitions + 1);
    else
      this.#cluster.alterConfigOutside(
        topic.name,
        history.pick([{ "retention.ms": null }, { "retention.ms": "3600000" }, { "segment.ms": "3600000" }]),
      );
    this.#changed(topic.name);
  }

  #changed(name: string): void {
    // Nobody approves what nobody can see: what somebody else did is judged by what a worker read after it.
    this.#cluster.metadata.catchUp();
    const topicId = this.#cluster.snapshot().get(name)?.topicId;
    if (topicId !== undefined && this.#made.has(topicId) && !this.#adopted.has(topicId))
      this.#left.set(name, { topicId, text: this.#textOf(name) });
    else this.#left.delete(name);
  }

  deleteOne(history: Chances): void {
    const name = history.pick([...this.#cluster.snapshot().keys()]);
    if (!name) return;
    this.#cluster.deleteOutside(name);
    this.#cluster.metadata.catchUp();
    this.#left.delete(name);
  }

  /** It passes for ours, rightly: nobody can tell it from the one that we tried to make. From now on people decide about it. */
  passedForOurs(topicId: string): void {
    this.#made.delete(topicId);
    for (const [name, left] of this.#left) if (left.topicId === topicId) this.#left.delete(name);
  }

  /** Kafka's ids of all that were made and not adopted. */
  topicIds(): string[] {
    return [...this.#made].filter((id) => !this.#adopted.has(id));
  }

  /** Those that are not as they were left, in words. */
  touched(): string[] {
    // What was adopted may be changed, as far as people say so: the watch sees to that.
    const theirs = [...this.#left].filter(([, { topicId }]) => !this.#adopted.has(topicId));
    return theirs.flatMap(([name, { text }]) =>
      this.#textOf(name) === text ? [] : [`${name} of somebody else was touched`],
    );
  }

  #textOf(name: string): string {
    const topic = this.#cluster.snapshot().get(name);
    return JSON.stringify(topic && { ...topic, sizeBytes: null, startOffset: null, endOffset: null });
  }
}
