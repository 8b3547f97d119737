import type { DeniedOperation, TopicRow } from "#lib/db/worker-stores/due-topics";
import type { TopicOutcomeRow } from "#lib/db/worker-stores/topic-outcomes";
import { defaultConfigValue } from "#lib/domain/default-config-value";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import type { Change } from "#lib/domain/plan";
import type { TopicDefaults } from "#lib/domain/topic-defaults";
import type { TopicSpec } from "#lib/domain/topic-spec";
import { planTopic } from "#lib/plan/plan-topic";

/** What a block denies: whoever may neither read nor write has no use of a topic. */
export const DENIED: readonly DeniedOperation[] = ["READ", "WRITE"];

/** One field that is not on the cluster as it is desired, as text; null is "not set". */
export type FieldDifference = {
  field: string;
  desired: string | null;
  observed: string | null;
  /** What a setting means on the cluster where it is not set; null for what is no setting. */
  byDefault: string | null;
  /** From what lives to what is desired; null where Kafka cannot do that. */
  change: Change | null;
};

/** What is compared of a topic. */
export type Comparable = Pick<
  TopicRow,
  "name" | "partitions" | "replicationFactor" | "config" | "blocked" | "denied" | "lastApplied"
>;

/**
 * What differs on the cluster, in the order of a plan, the block last.
 * @param denials the operations that are denied to everybody there; null when nobody looked, or the cluster does not tell
 * @param defaults what keys mean on the cluster that are not set: how a change acts depends on it, whether something differs does not
 */
export function differencesOf(
  topic: Comparable,
  observed: ObservedTopic,
  denials: ReadonlySet<string> | null,
  defaults: TopicDefaults,
): FieldDifference[] {
  const { partitions, replicationFactor, config } = topic;
  const plan = planTopic({
    cluster: "",
    name: topic.name,
    desired: { partitions, replicationFactor, config },
    observed,
    observedAt: null,
    defaults,
    managedKeys: Object.keys(topic.lastApplied?.spec.config ?? {}),
  });
  const refused = plan.refusals.map(({ field }) => ({
    field,
    desired: fieldText({ partitions, replicationFactor, config }, field),
    observed: fieldText(observed, field),
    byDefault: null,
    change: null,
  }));
  const changed = plan.changes.map((change) => ({
    field: change.field,
    desired: text(change.to),
    observed: text(change.from),
    byDefault: defaultConfigValue(change.field, defaults) ?? null,
    change,
  }));
  return [...refused, ...changed, ...blockDifference(topic, denials)];
}

function blockDifference({ blocked, denied }: Comparable, denials: ReadonlySet<string> | null): FieldDifference[] {
  if (!denials) return [];
  // What we made, or tried to, is taken away also when it does not show: a read may be behind.
  if (!blocked) return denied.length > 0 ? [difference("no", "yes", "neutral")] : [];
  return DENIED.every((operation) => denials.has(operation)) ? [] : [difference("yes", "no", "destructive")];
}

function difference(desired: string, observed: string, kind: Change["kind"]): FieldDifference {
  const change: Change = { field: "blocked", from: observed, to: desired, kind };
  return { field: "blocked", desired, observed, byDefault: null, change };
}

/** A field of a spec as text; null when it is not set. */
export function fieldText(spec: TopicSpec, field: string): string | null {
  if (field === "partitions" || field === "replicationFactor") return String(spec[field]);
  return spec.config[field] ?? null;
}

/** What is desired of a field now, as text. */
export function desiredText({ partitions, replicationFactor, config, blocked }: Comparable, field: string) {
  return field === "blocked" ? yesOrNo(blocked) : fieldText({ partitions, replicationFactor, config }, field);
}

/** What was last seen applied of a field, as text; what is desired where nothing else was ever recorded. */
export function appliedText(topic: Comparable, field: string): string | null {
  const { lastApplied } = topic;
  if (!lastApplied) return desiredText(topic, field);
  return field === "blocked" ? yesOrNo(lastApplied.blocked ?? false) : fieldText(lastApplied.spec, field);
}

/** As drift is recorded: in three values, each field with the time since when it differs where that is known. */
export function driftOf(
  topic: Comparable & Pick<TopicRow, "drift">,
  differences: readonly FieldDifference[],
): TopicOutcomeRow["drift"] {
  const since = new Map(topic.drift.map((drifted) => [drifted.field, drifted.since]));
  return differences.map(({ field, desired, observed }) => {
    return { field, desired, applied: appliedText(topic, field), observed, since: since.get(field) ?? null };
  });
}

/** What counts as applied after a look: what is as desired; of what differs, what was last applied. */
export function appliedAfter(
  topic: Comparable,
  differences: readonly FieldDifference[],
): { spec: TopicSpec; blocked: boolean } {
  const { partitions, replicationFactor, config, lastApplied, blocked } = topic;
  const spec = { partitions, replicationFactor, config: { ...config } };
  const differs = new Set(differences.map(({ field }) => field));
  if (!lastApplied) return { spec, blocked: blocked && !differs.has("blocked") };

  for (const field of differs) {
    if (field === "partitions" || field === "replicationFactor") spec[field] = lastApplied.spec[field];
    else if (field !== "blocked") {
      const before = lastApplied.spec.config[field];
      if (before === undefined) delete spec.config[field];
      else spec.config[field] = before;
    }
  }
  return { spec, blocked: differs.has("blocked") ? (lastApplied.blocked ?? false) : blocked };
}

function yesOrNo(is: boolean): string {
  return is ? "yes" : "no";
}

function text(value: string | number | null): string | null {
  return value === null ? null : String(value);
}
