import type { ObservedTopic } from "#lib/domain/observed-topic";
import type { Plan } from "#lib/domain/plan";
import type { TopicDefaults } from "#lib/domain/topic-defaults";
import type { TopicSpec } from "#lib/domain/topic-spec";
import { type Compare, change, type Difference, none, refuse, type Surroundings, together } from "./compare.ts";
import { compareConfig } from "./compare-config.ts";
import { createTopicPlan } from "./create-topic-plan.ts";
import { withDefaults } from "./plan-defaults.ts";

export type PlanTopicInput = {
  /** The cluster's slug. */
  cluster: string;
  name: string;
  desired: TopicSpec;
  /** What the cluster has under this name; null when it has nothing. */
  observed: ObservedTopic | null;
  /** When that was seen, ISO 8601; null when the cluster never was. */
  observedAt: string | null;
  /** What keys mean on the cluster that are not set, as it last told. */
  defaults: TopicDefaults;
  /** Config keys applied earlier: those that `desired` no longer names are unset. Absent: none. */
  managedKeys?: readonly string[];
  /** For effects only: average write rate before replication, bytes per second. */
  expectedBytesPerSecond?: number | null;
  /** For effects only: how many brokers the cluster was last seen with. */
  brokers?: number | null;
};

/**
 * The concrete difference between what is desired and what the cluster has. No I/O, no decisions about people: the plan that is
 * shown, approved by fingerprint and applied. An empty list of changes means that nothing is to be done; a plan with refusals cannot
 * be applied. Changes come in a fixed order: topic, partitions, replicationFactor, then config keys alphabetically.
 */
export function planTopic(input: PlanTopicInput): Plan {
  const { cluster, name, desired, observed } = input;
  const around: Surroundings = {
    desired,
    managedKeys: input.managedKeys ?? [],
    expectedBytesPerSecond: input.expectedBytesPerSecond ?? null,
    brokers: input.brokers ?? null,
    defaults: input.defaults,
  };
  const difference = observed
    ? together(fields.map((field) => compareField(field, desired, observed, around)))
    : createTopicPlan(name, desired, around);

  const object = { kind: "topic", cluster, name } as const;
  const plan = { object, topicId: observed?.topicId ?? null, basedOn: input.observedAt, ...difference };
  return observed ? withDefaults(plan, input.defaults) : plan;
}

const comparers: { readonly [Field in keyof TopicSpec]: Compare<TopicSpec[Field]> } = {
  partitions: (wanted, live) => {
    if (wanted === live) return none;
    if (wanted < live)
      return refuse("partitions", `Kafka cannot remove partitions: the topic has ${live}, asked for are ${wanted}.`);
    return change({ field: "partitions", from: live, to: wanted, kind: "irreversible" }, [
      "Keys move to other partitions: order per key is not kept across the change.",
    ]);
  },
  replicationFactor: (wanted, live, { brokers }) => {
    if (wanted === live) return none;
    if (brokers !== null && wanted > brokers)
      return refuse(
        "replicationFactor",
        `The cluster has ${brokers} ${brokers === 1 ? "broker" : "brokers"}; ${wanted} copies need as many.`,
      );
    const fewer = wanted < live;
    const effect = fewer
      ? `Each partition keeps ${wanted} of its ${live} copies.`
      : `Copies every partition to ${wanted - live} more ${wanted - live === 1 ? "broker" : "brokers"}.`;
    return change({ field: "replicationFactor", from: live, to: wanted, kind: fewer ? "destructive" : "neutral" }, [
      effect,
    ]);
  },
  config: compareConfig,
};

/** In the order in which they are declared, which is the order of a plan's rows. */
const fields = Object.keys(comparers) as (keyof TopicSpec)[];

function compareField<Field extends keyof TopicSpec>(
  field: Field,
  desired: TopicSpec,
  live: TopicSpec,
  around: Surroundings,
): Difference {
  return comparers[field](desired[field], live[field], around);
}
