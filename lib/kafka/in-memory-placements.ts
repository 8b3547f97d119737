import { DONE, refused } from "./answers.ts";
import type { Answer, PartitionReplicas } from "./cluster-admin.ts";
import { clusterError } from "./cluster-error.ts";
import type { Refusal } from "./topic-config-rules.ts";

type Placed = { topicId: string; partitions: number; replicationFactor: number };

/** A move under way: the brokers of both ends, those of the new one first. */
type Move = { target: readonly number[]; before: readonly number[] };

/** On which brokers the partitions of an in-memory cluster are: one after the other until somebody moves them. */
export class InMemoryPlacements {
  readonly #brokers: number;
  readonly #replicas = new Map<string, readonly number[]>();
  readonly #moves = new Map<string, Move>();
  #held = false;

  constructor(brokers: number) {
    this.#brokers = brokers;
  }

  clear(): void {
    this.#replicas.clear();
    this.#moves.clear();
  }

  /** Moves that begin from now on stay under way until {@link release}; without it they end at once. */
  hold(): void {
    this.#held = true;
  }

  /** Ends all moves under way. */
  release(): void {
    this.#held = false;
    for (const [key, { target }] of this.#moves) this.#replicas.set(key, target);
    this.#moves.clear();
  }

  read(topic: Placed): Map<number, PartitionReplicas> {
    const indexes = Array.from({ length: topic.partitions }, (_, partition) => partition);
    return new Map(indexes.map((partition) => [partition, this.#replicasOf(topic, partition)]));
  }

  /** As many as partition 0 has, which is how Kafka's own tools count. */
  replicationFactor(topic: Placed): number {
    return this.#replicasOf(topic, 0).replicas.length;
  }

  /** Judges and begins moves of one topic as Kafka's controller does (`ReplicationControlManager.alterPartitionReassignments`). */
  reassign(topic: Placed, moves: ReadonlyMap<number, readonly number[] | null>): Answer<null> {
    const refusals: Refusal[] = [];
    for (const [partition, target] of moves) {
      const refusal = this.#problemOf(topic, partition, target);
      if (refusal) refusals.push(refusal);
      else this.#move(topic, partition, target);
    }
    const [first] = refusals;
    return first ? refused(clusterError(first.kafkaCode, first.text)) : DONE;
  }

  #problemOf({ partitions }: Placed, partition: number, target: readonly number[] | null): Refusal | undefined {
    if (partition < 0 || partition >= partitions)
      return { kafkaCode: 3, text: `Unable to find partition ${partition}.` };
    if (target === null) return undefined;
    if (target.length === 0)
      return { kafkaCode: 39, text: "The manual partition assignment includes an empty replica list." };
    const stranger = target.find((broker) => broker < 1 || broker > this.#brokers);
    if (stranger !== undefined)
      return {
        kafkaCode: 39,
        text: `The manual partition assignment includes broker ${stranger}, but no such broker is registered.`,
      };
    if (new Set(target).size < target.length)
      return { kafkaCode: 39, text: "The manual partition assignment includes a broker more than once." };
    return undefined;
  }

  #move(topic: Placed, partition: number, target: readonly number[] | null): void {
    const key = keyOf(topic, partition);
    const before = this.#moves.get(key)?.before ?? this.#replicasOf(topic, partition).replicas;
    this.#moves.delete(key);
    if (target === null) return;

    const adds = target.some((broker) => !before.includes(broker));
    if (this.#held && adds) this.#moves.set(key, { target: [...target], before });
    else this.#replicas.set(key, [...target]);
  }

  #replicasOf(topic: Placed, partition: number): PartitionReplicas {
    const key = keyOf(topic, partition);
    const move = this.#moves.get(key);
    if (!move)
      return { replicas: [...(this.#replicas.get(key) ?? this.#first(topic, partition))], adding: [], removing: [] };

    const adding = move.target.filter((broker) => !move.before.includes(broker));
    const removing = move.before.filter((broker) => !move.target.includes(broker));
    return { replicas: [...move.target, ...removing], adding, removing };
  }

  #first({ replicationFactor }: Placed, partition: number): number[] {
    return Array.from({ length: replicationFactor }, (_, replica) => ((partition + replica) % this.#brokers) + 1);
  }
}

function keyOf({ topicId }: Placed, partition: number): string {
  return `${topicId}/${partition}`;
}
