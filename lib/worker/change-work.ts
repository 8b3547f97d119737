import type { DeniedOperation, TopicRow } from "#lib/db/worker-stores/due-topics";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import type { ClusterDescription } from "#lib/kafka/cluster-admin";
import type { FieldWrite } from "./decide-change.ts";
import type { Denials } from "./look-at-denials.ts";
import type { Placements } from "./look-at-moves.ts";
import type { WriteRefusal } from "./topic-outcome.ts";

/** A topic that is there, and what of it is to be written. */
export type ChangeWork = {
  topic: TopicRow;
  /** As it was read in this round; of its config only what Headgate manages. */
  observed: ObservedTopic;
  /** Operations that are denied to everybody. */
  denied: ReadonlySet<string>;
  writes: FieldWrite[];
  /** What the cluster took in earlier rounds of this session and was not seen settled yet; not sent again. */
  accepted: FieldWrite[];
  /** Operations whose DENY binding the cluster would not make, for good: whoever makes such a binding now, it is not ours. */
  notDenied: DeniedOperation[];
  /** What the cluster refused of it. */
  error: WriteRefusal | null;
};

/** What the round saw of the cluster beside the topics. */
export type ChangeSight = {
  brokers: ClusterDescription["brokers"];
  denials: Denials;
  placements: Placements;
};

/** Whether a field of a plan is a setting of the topic. */
export function isConfigKey(field: string): boolean {
  return field !== "partitions" && field !== "replicationFactor" && field !== "blocked";
}
