import { defaultConfigValue } from "#lib/domain/default-config-value";
import type { Plan } from "#lib/domain/plan";
import { wholeNumber } from "#lib/domain/quantity";
import { STOCK_DEFAULTS } from "#lib/domain/topic-defaults";
import type { SpecPatch, TopicChangePatch, TopicMetadata, TopicSpec } from "#lib/domain/topic-spec";
import { type PlanTopicInput, planTopic } from "./plan-topic.ts";

/** A spec with the fields that a patch names; a key with null is no longer part of it. */
export function patchedSpec(spec: TopicSpec, { partitions, replicationFactor, config = {} }: SpecPatch): TopicSpec {
  const merged = Object.entries({ ...spec.config, ...config });
  return {
    partitions: partitions ?? spec.partitions,
    replicationFactor: replicationFactor ?? spec.replicationFactor,
    config: Object.fromEntries(merged.flatMap(([key, value]) => (value === null ? [] : [[key, value]]))),
  };
}

/** The fields that a patch names, as a plan calls them. */
export function patchedFields({ partitions, replicationFactor, config = {}, ...rest }: TopicChangePatch): string[] {
  return [
    ...(partitions === undefined ? [] : ["partitions"]),
    ...(replicationFactor === undefined ? [] : ["replicationFactor"]),
    ...Object.keys(config).sort(),
    ...(rest.classification === undefined ? [] : ["classification"]),
  ];
}

/** A patch without what it says of other fields. */
export function onlyPatched(patch: TopicChangePatch, fields: readonly string[]): TopicChangePatch {
  const { partitions, replicationFactor, classification } = patch;
  const config = Object.entries(patch.config ?? {}).filter(([key]) => fields.includes(key));
  return {
    ...(partitions !== undefined && fields.includes("partitions") ? { partitions } : {}),
    ...(replicationFactor !== undefined && fields.includes("replicationFactor") ? { replicationFactor } : {}),
    ...(config.length > 0 ? { config: Object.fromEntries(config) } : {}),
    ...(classification !== undefined && fields.includes("classification") ? { classification } : {}),
  };
}

/** A plan without what it says of other fields. */
export function onlyFields(plan: Plan, fields: readonly string[]): Plan {
  const within = ({ field }: { field: string }) => fields.includes(field);
  const { defaults = {}, ...rest } = plan;
  const kept = Object.entries(defaults).filter(([field]) => fields.includes(field));
  return {
    ...rest,
    changes: plan.changes.filter(within),
    refusals: plan.refusals.filter(within),
    effects: plan.effects.filter(within),
    ...(kept.length > 0 ? { defaults: Object.fromEntries(kept) } : {}),
  };
}

export type PlanChangeInput = Omit<PlanTopicInput, "desired" | "managedKeys"> & {
  /** As it is desired now. */
  spec: TopicSpec;
  classification: TopicMetadata["classification"];
  patch: TopicChangePatch;
};

/**
 * The plan of a change: only the fields that the patch names, from what lives on the cluster to what is asked for. Other fields that differ there
 * are drift and not part of it.
 */
export function planChange({ spec, classification, patch, ...rest }: PlanChangeInput): Plan {
  const desired = patchedSpec(spec, patch);
  const plan = planTopic({ ...rest, desired, managedKeys: Object.keys(patch.config ?? {}) });
  const settings = onlyFields(plan, patchedFields(patch));
  const { classification: to } = patch;
  if (to === undefined || to === classification) return settings;
  return {
    ...settings,
    changes: [...settings.changes, { field: "classification", from: classification, to, kind: "neutral" }],
  };
}

/** The retention, in ms, to which a plan shortens what is kept; null where it does not. */
export function shorterRetentionMs(plan: Pick<Plan, "changes" | "defaults">): bigint | null {
  const change = plan.changes.find(({ field, kind }) => field === "retention.ms" && kind === "destructive");
  if (!change) return null;
  const after = wholeNumber(String(change.to ?? defaultConfigValue("retention.ms", plan.defaults ?? STOCK_DEFAULTS)));
  return after === undefined || after < 0n ? null : after;
}
