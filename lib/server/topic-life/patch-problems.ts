import type { ManagedTopic } from "#lib/db/stores/managed-topics";
import type { Plan } from "#lib/domain/plan";
import type { FieldError } from "#lib/domain/result";
import { specProblems } from "#lib/domain/spec-problems";
import { sameConfigValue } from "#lib/domain/topic-config-value";
import type { TopicChangePatch, TopicSpec } from "#lib/domain/topic-spec";
import { onlyPatched, patchedFields, patchedSpec } from "#lib/plan/plan-change";
import type { TopicSight } from "./topic-sight.ts";

/**
 * What Kafka would refuse, or never serve, of a topic with this patch, whatever the rules say; each at the field of the patch that causes it. What
 * is so without the patch is not its doing.
 */
export function patchProblems(spec: TopicSpec, patch: TopicChangePatch): FieldError[] {
  const stood = new Set(specProblems(spec).map(({ message }) => message));
  return specProblems(patchedSpec(spec, patch)).flatMap(({ path, message }) => {
    const own = path.replace(/^spec/, "patch");
    if (Object.keys(patch.config ?? {}).some((key) => own === patchPath(key))) return [{ path: own, message }];
    return stood.has(message) ? [] : [{ path: causeOf(spec, patch, message), message }];
  });
}

/** The field without which nothing would be wrong: what contradicts it stays as it is. */
function causeOf(spec: TopicSpec, patch: TopicChangePatch, message: string): string {
  const fields = patchedFields(patch);
  const cause = fields.find((field) => {
    const without = onlyPatched(
      patch,
      fields.filter((other) => other !== field),
    );
    return !specProblems(patchedSpec(spec, without)).some((problem) => problem.message === message);
  });
  return cause === undefined ? "patch" : patchPath(cause);
}

/** Where a field of a plan stands in the request. */
export function patchPath(field: string): string {
  const isOwn = field === "partitions" || field === "replicationFactor" || field === "classification";
  return isOwn ? `patch.${field}` : `patch.config.${field}`;
}

/**
 * What a change cannot do, because the worker would not: make what is so on the cluster already, and desired otherwise, what is desired, or unset
 * what nobody manages here. Both are adopted, which says so.
 */
export function unplannable(
  { spec, lastApplied }: ManagedTopic,
  { observed }: TopicSight,
  patch: TopicChangePatch,
  plan: Plan,
): FieldError[] {
  const shown = new Set(plan.changes.map(({ field }) => field));
  const after = patchedSpec(spec, patch);
  const config = Object.entries(patch.config ?? {}).flatMap(([key, to]): FieldError[] => {
    const isManaged = key in spec.config || key in (lastApplied?.config ?? {});
    if (to === null && !isManaged && key in observed.config) return [{ path: patchPath(key), message: unmanaged(key) }];
    return shown.has(key) || sameConfigValue(key, spec.config[key] ?? null, to)
      ? []
      : [{ path: patchPath(key), message: soAlready(key) }];
  });
  const counts = (["partitions", "replicationFactor"] as const).flatMap((field) =>
    shown.has(field) || spec[field] === after[field] ? [] : [{ path: patchPath(field), message: soAlready(field) }],
  );
  return [...counts, ...config];
}

function soAlready(field: string): string {
  return `${field} is so on the cluster already, and is desired otherwise; adopt it`;
}

function unmanaged(key: string): string {
  return `${key} is set on the cluster, and not managed here; adopt it before it is unset`;
}
