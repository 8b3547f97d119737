import type { FieldLimit } from "#lib/contract/pages";
import type { TopicView } from "#lib/contract/topics";
import { type TopicDefaults, toldDefault } from "#lib/domain/topic-defaults";
import type { TopicSpec } from "#lib/domain/topic-spec";

export type ConfigSources = {
  desired: TopicSpec | null;
  live: TopicSpec | null;
  lastApplied: TopicSpec | null;
  /** What keys mean on the cluster that are not set. */
  defaults: TopicDefaults;
  limits: FieldLimit[];
};

/**
 * Every setting that somebody stated, side by side: decided, live and last applied, with what the rules allow. A key that is only
 * live is not managed and stays as it is.
 */
export function topicConfigRows({ desired, live, lastApplied, defaults, limits }: ConfigSources): TopicView["config"] {
  const keys = new Set([desired, live, lastApplied].flatMap((spec) => Object.keys(spec?.config ?? {})));
  const limit = (path: string) => limits.find((candidate) => candidate.path === path)?.text ?? null;
  const counts = (["partitions", "replicationFactor"] as const).map((field) => ({
    field,
    desired: desired ? String(desired[field]) : null,
    live: live ? String(live[field]) : null,
    lastApplied: lastApplied ? String(lastApplied[field]) : null,
    managed: desired !== null,
    byDefault: null,
    limit: limit(`spec.${field}`),
  }));
  const configs = [...keys].sort().map((key) => ({
    field: key,
    desired: desired?.config[key] ?? null,
    live: live?.config[key] ?? null,
    lastApplied: lastApplied?.config[key] ?? null,
    managed: desired?.config[key] !== undefined,
    byDefault: (live && toldDefault(key, defaults)) ?? null,
    limit: limit(`spec.config.${key}`),
  }));
  return [...counts, ...configs];
}
