import type { ChangeKind } from "#lib/domain/plan";
import { grouped } from "#lib/domain/quantity";
import type { TopicSpec } from "#lib/domain/topic-spec";
import { change, type Difference, type Surroundings, together } from "./compare.ts";
import { configEffects, storage } from "./config-effects.ts";

const kind: ChangeKind = "additive";

/** The rows of a topic that is not there: the topic itself, then every field; everything is added, nothing can be refused. */
export function createTopicPlan(name: string, desired: TopicSpec, around: Surroundings): Difference {
  const { partitions, replicationFactor, config } = desired;
  const stated = config["retention.ms"] !== undefined;

  return together([
    // Without a retention.ms of its own the topic takes the cluster's; what it stores is then said of the topic.
    change({ field: "topic", from: null, to: name, kind }, stated ? [] : storage(around)),
    change({ field: "partitions", from: null, to: partitions, kind }, partitionEffects),
    change(
      { field: "replicationFactor", from: null, to: replicationFactor, kind },
      replicaEffects(desired, around.brokers),
    ),
    ...Object.keys(config)
      .sort()
      .map((key) => {
        const to = config[key] ?? null;
        return change({ field: key, from: null, to, kind }, configEffects(key, null, to, around, true));
      }),
  ]);
}

const partitionEffects = ["Kafka can add partitions later, never remove them; adding moves keys to other partitions."];

function replicaEffects({ partitions, replicationFactor }: TopicSpec, brokers: number | null): string[] {
  if (replicationFactor === 1) {
    return [
      "There is one copy only: one broker's failure makes its partitions unavailable, and the loss of its disk loses them.",
    ];
  }
  // Not a refusal: brokers come back, and the cluster judges when it is asked.
  if (brokers !== null && brokers < replicationFactor) {
    return [
      `Needs ${replicationFactor} brokers; the cluster was last seen with ${brokers}, and refuses the topic until it has them.`,
    ];
  }
  return [`Places ${grouped(partitions * replicationFactor)} replicas on the brokers.`];
}
