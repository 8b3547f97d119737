import type { NameSegment, Policy, PolicyKind, PolicyRule } from "#lib/domain/policy";
import { approximateBytes, formatBytes, grouped } from "#lib/domain/quantity";
import type { TeamUsage } from "#lib/domain/team-usage";
import { templateLabel } from "#lib/domain/topic-name-template";
import { configPath, type RuleOf } from "./evaluator.ts";
import { fixedValue, type Limit, limitText, mergeLimits } from "./merged-limit.ts";
import { inScope, type ScopeSubject } from "./scope.ts";

/** What the rules allow for one field, ready to be shown before anything is typed. Numbers are text, as int64 needs. */
type FieldLimit = {
  /** As in a violation: `spec.partitions`, `spec.config.retention.ms`; `spec.config` holds the keys that may be set at all. */
  path: string;
  text: string;
  min: string | null;
  max: string | null;
  fixed: string | null;
  allowed: string[] | null;
  required: boolean;
};

export type BudgetLimit = { field: "topics" | "partitions" | "bytes"; limit: bigint; policySlug: string };

export type DescribedLimits = {
  /** The template that a name must fit; null when no rule states one. */
  template: { policySlug: string; separator: string; segments: NameSegment[]; label: string } | null;
  limits: FieldLimit[];
  /** The tightest budget of each kind. */
  budgets: BudgetLimit[];
};

/**
 * What a form can say of the rules that will refuse: all `deny` rules in scope, merged per field. Hints only: the verdict is
 * `evaluatePolicies`. Rules for particular names count once `name` is known.
 */
export function describeLimits(policies: readonly Policy[], subject: ScopeSubject): DescribedLimits {
  const denying = policies.filter(({ enforcement, scope }) => enforcement === "deny" && inScope(scope, subject));
  const merged = new Map<string, Limit>();
  for (const { rule } of denying) {
    for (const [path, limit] of limitsOf(rule)) merged.set(path, mergeLimits(merged.get(path) ?? {}, limit));
  }
  return {
    template: denying.flatMap(templateOf)[0] ?? null,
    limits: [...merged].map(([path, limit]) => fieldLimit(path, limit)).filter(({ text }) => text !== ""),
    budgets: tightest(denying.flatMap(budgetsOf)),
  };
}

/** How much of each budget a team uses, one sentence each: `orders has 480 of 500 partitions, 12 more pending`. */
export function describeBudgets(team: string, budgets: readonly BudgetLimit[], usage: TeamUsage): string[] {
  return budgets.map(({ field, limit }) => {
    const used = BigInt(usage[field]);
    const pending = BigInt(usage[PENDING[field]]);
    if (field === "bytes") {
      const waiting = pending === 0n ? "" : `, ${approximateBytes(pending)} more pending`;
      return `${team} stores ${approximateBytes(used)} of ${formatBytes(limit)}${waiting}`;
    }
    const waiting = pending === 0n ? "" : `, ${grouped(pending)} more pending`;
    return `${team} has ${grouped(used)} of ${grouped(limit)} ${field}${waiting}`;
  });
}

const PENDING = { topics: "pendingTopics", partitions: "pendingPartitions", bytes: "pendingBytes" } as const;

type PathLimit = [path: string, limit: Limit];

const contributions: { readonly [Kind in PolicyKind]: (rule: RuleOf<Kind>) => PathLimit[] } = {
  "topic-name": () => [],
  partitions: ({ min, max, multipleOf }) => [
    ["spec.partitions", { min: 1n, ...defined({ min: big(min), max: big(max), multipleOf: big(multipleOf) }) }],
  ],
  replication: ({ min, max, minInsyncReplicas }) => [
    ["spec.replicationFactor", defined({ min: big(min), max: big(max) })],
    [configPath("min.insync.replicas"), defined({ min: big(minInsyncReplicas) })],
  ],
  retention: ({ minMs, maxMs, maxBytes, unlimitedAllowed }) => [
    [configPath("retention.ms"), { ...defined({ min: big(minMs), max: big(maxMs) }), unlimited: unlimitedAllowed }],
    ...(maxBytes === undefined
      ? []
      : [[configPath("retention.bytes"), { max: BigInt(maxBytes), unlimited: unlimitedAllowed }] satisfies PathLimit]),
  ],
  config: ({ rules, unknownKeysAllowed }) => [
    ...rules.map(({ key, min, max, allowed, required, forbidden }): PathLimit => {
      return [configPath(key), defined({ min: big(min), max: big(max), allowed, required, forbidden })];
    }),
    ...(unknownKeysAllowed ? [] : [["spec.config", { allowed: settable(rules) }] satisfies PathLimit]),
  ],
  metadata: ({ required, classifications, minDescriptionLength }) => [
    ...required.map((field): PathLimit => [`metadata.${field}`, { required: true }]),
    ["metadata.classification", defined({ allowed: classifications })],
    ["metadata.description", defined({ minLength: minDescriptionLength })],
  ],
  budget: () => [],
  // Not of a topic: `describeAccessLimits`, `describeSchemaLimits`.
  access: () => [],
  schema: () => [],
};

function limitsOf<Kind extends PolicyKind>(rule: Extract<PolicyRule, { kind: Kind }>): PathLimit[] {
  return contributions[rule.kind](rule);
}

function settable(rules: RuleOf<"config">["rules"]): string[] {
  return rules.filter(({ forbidden }) => !forbidden).map(({ key }) => key);
}

function fieldLimit(path: string, limit: Limit): FieldLimit {
  return {
    path,
    text: limitText(path, limit),
    min: limit.min === undefined ? null : String(limit.min),
    max: limit.max === undefined ? null : String(limit.max),
    fixed: fixedValue(limit),
    allowed: limit.allowed ? [...limit.allowed] : null,
    required: limit.required ?? false,
  };
}

function templateOf({ slug, rule }: Policy): NonNullable<DescribedLimits["template"]>[] {
  if (rule.kind !== "topic-name") return [];
  return [{ policySlug: slug, separator: rule.separator, segments: rule.segments, label: templateLabel(rule) }];
}

function budgetsOf({ slug, rule }: Policy): BudgetLimit[] {
  if (rule.kind !== "budget") return [];
  const fields = ["topics", "partitions", "bytes"] as const;
  return fields.flatMap((field) => {
    const limit = rule[field];
    return limit === undefined ? [] : [{ field, limit: BigInt(limit), policySlug: slug }];
  });
}

function tightest(budgets: readonly BudgetLimit[]): BudgetLimit[] {
  return budgets.filter(
    (budget, index) =>
      !budgets.some(
        (other, at) =>
          other.field === budget.field && (other.limit < budget.limit || (other.limit === budget.limit && at < index)),
      ),
  );
}

function big(value: number | string | undefined): bigint | undefined {
  return value === undefined ? undefined : BigInt(value);
}

/** Leaves out what is undefined, so that it does not count as said. */
function defined<T extends object>(value: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [Key in keyof T]?: NonNullable<T[Key]>;
  };
}
