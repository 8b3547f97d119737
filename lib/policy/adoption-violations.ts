import type { Policy, Violation } from "#lib/domain/policy";
import { approximateBytes, formatBytes, grouped } from "#lib/domain/quantity";
import type { TeamUsage } from "#lib/domain/team-usage";
import type { TopicDefaults } from "#lib/domain/topic-defaults";
import { TopicMetadata, type TopicSpec } from "#lib/domain/topic-spec";
import { evaluateExisting } from "./evaluate.ts";
import type { Proposal, RuleOf } from "./evaluator.ts";
import { prefixRight } from "./prefix-right.ts";
import { inScope } from "./scope.ts";

/** A rule that topics break as they are: how many do, and what it says of one of them. */
export type BrokenRule = { violation: Violation; topics: number; example: string };

type Adopted = {
  cluster: Proposal["cluster"];
  team: Proposal["team"];
  /** What the team has; null when budgets are not asked for. */
  usage: TeamUsage | null;
  /** What keys mean on the cluster that are not set. */
  defaults: TopicDefaults;
  topics: readonly { name: string; spec: TopicSpec; sizeBytes: bigint | null }[];
};

/** Nobody has said anything yet about a topic that is taken over. */
const UNDESCRIBED = TopicMetadata.parse({});

/**
 * What breaks today's rules once these topics are a team's, one entry per rule and field. Everything is a warning: the topics are there already, and
 * to know them owned is worth more than to have them right. Pure.
 */
export function adoptionViolations(policies: readonly Policy[], adopted: Adopted): BrokenRule[] {
  const { cluster, team, topics, usage, defaults } = adopted;
  const rules = policies.filter(({ rule }) => rule.kind !== "budget");
  const broken = new Map<string, BrokenRule>();
  for (const { name, spec } of topics) {
    const proposal = { cluster, team, name, spec, metadata: UNDESCRIBED, usage: null, defaults };
    for (const violation of [...prefixRight(team, name), ...evaluateExisting(rules, proposal)]) {
      const key = `${violation.policyId} ${violation.path}`;
      const known = broken.get(key);
      if (known) known.topics += 1;
      else broken.set(key, { violation: { ...violation, enforcement: "warn" }, topics: 1, example: name });
    }
  }
  return [...broken.values(), ...(usage ? brokenBudgets(policies, adopted, usage) : [])];
}

/** Broken rules as a verdict shows them: a line per rule, with how many topics break it. */
export function violationsInShort(broken: readonly BrokenRule[], of: number): Violation[] {
  return broken.map(({ violation, topics, example }) => {
    // A budget is the team's, not a topic's.
    if (of === 1 || violation.kind === "budget") return violation;
    const who = topics === 1 ? example : `${grouped(topics)} topics, such as ${example}`;
    return { ...violation, actual: topics === 1 ? violation.actual : null, message: `${who}: ${violation.message}` };
  });
}

function brokenBudgets(policies: readonly Policy[], adopted: Adopted, usage: TeamUsage): BrokenRule[] {
  const { cluster, team, topics } = adopted;
  return policies.flatMap((policy) => {
    const { rule, scope } = policy;
    if (rule.kind !== "budget" || !inScope(scope, { cluster, team, name: null })) return [];
    return overBudget(rule, adopted, usage).map(({ path, limit, after }) => ({
      topics: topics.length,
      example: topics[0]?.name ?? "",
      violation: {
        policyId: policy.id,
        policySlug: policy.slug,
        revision: policy.revision,
        kind: rule.kind,
        enforcement: "warn" as const,
        path,
        actual: after,
        limit,
        message: `${team.slug} would then have ${after}; its budget is ${limit}.`,
        suggestion: null,
        waivable: true,
      },
    }));
  });
}

function overBudget(rule: RuleOf<"budget">, { topics }: Adopted, usage: TeamUsage) {
  const count = usage.topics + topics.length;
  const partitions = topics.reduce((sum, { spec }) => sum + spec.partitions, usage.partitions);
  const bytes = topics.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0n), BigInt(usage.bytes));
  return [
    ...(rule.topics !== undefined && count > rule.topics
      ? [{ path: "team", limit: `${grouped(rule.topics)} topics`, after: `${grouped(count)} topics` }]
      : []),
    ...(rule.partitions !== undefined && partitions > rule.partitions
      ? [
          {
            path: "spec.partitions",
            limit: `${grouped(rule.partitions)} partitions`,
            after: `${grouped(partitions)} partitions`,
          },
        ]
      : []),
    ...(rule.bytes !== undefined && bytes > BigInt(rule.bytes)
      ? [
          {
            path: "spec.config.retention.ms",
            limit: formatBytes(BigInt(rule.bytes)),
            after: approximateBytes(bytes),
          },
        ]
      : []),
  ];
}
