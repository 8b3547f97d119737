import type { Change, Effect, Refusal } from "#lib/domain/plan";
import type { TopicDefaults } from "#lib/domain/topic-defaults";
import type { TopicSpec } from "#lib/domain/topic-spec";

/** What one field contributes to a plan. */
export type Difference = { changes: Change[]; refusals: Refusal[]; effects: Effect[] };

/** What kinds and effects are computed from, beside the field itself. */
export type Surroundings = {
  desired: TopicSpec;
  /** Config keys that Headgate manages although `desired` no longer names them: they are unset. */
  managedKeys: readonly string[];
  expectedBytesPerSecond: number | null;
  /** Brokers of the cluster as last seen; null when not known. */
  brokers: number | null;
  /** What keys mean there that are not set. */
  defaults: TopicDefaults;
};

/** Compares one field of a topic that exists. Pure; equal values give {@link none}. */
export type Compare<Value> = (wanted: Value, live: Value, around: Surroundings) => Difference;

/** No difference. */
export const none: Difference = { changes: [], refusals: [], effects: [] };

/** A change of one field with the sentences that say what it does. */
export function change(changed: Change, effects: readonly string[] = []): Difference {
  return { changes: [changed], refusals: [], effects: effects.map((text) => ({ field: changed.field, text })) };
}

/** What Kafka cannot do, and why. */
export function refuse(field: string, reason: string): Difference {
  return { changes: [], refusals: [{ field, reason }], effects: [] };
}

/** Several differences as one, in their order. */
export function together(differences: readonly Difference[]): Difference {
  return {
    changes: differences.flatMap(({ changes }) => changes),
    refusals: differences.flatMap(({ refusals }) => refusals),
    effects: differences.flatMap(({ effects }) => effects),
  };
}
