import type { Policy, PolicyRule, Violation } from "#lib/domain/policy";
import { evaluateBudget } from "./budget.ts";
import { evaluateConfig } from "./config.ts";
import type { Evaluator, Finding, Proposal } from "./evaluator.ts";
import { evaluateMetadata } from "./metadata.ts";
import { evaluatePartitions } from "./partitions.ts";
import { repairs } from "./repair.ts";
import { evaluateReplication } from "./replication.ts";
import { evaluateRetention } from "./retention.ts";
import { inScope, type Place, placeOf } from "./scope.ts";
import { evaluateTopicName } from "./topic-name.ts";
import { violationOf } from "./violation.ts";

export type { Proposal } from "./evaluator.ts";

/**
 * Judges a topic by every rule on topics in its scope. Pure. Returns every violation, in the order of the policies; an empty list passes. A
 * suggestion is a value for the violation's path that passes all rules at once; where the rules leave none, it is null.
 */
export function evaluatePolicies(policies: readonly Policy[], proposal: Proposal): Violation[] {
  const broken = policies.flatMap((policy) => findings(policy, proposal).map((finding) => ({ policy, finding })));
  if (broken.length === 0) return [];

  const suggestions = repairs((changed) => policies.flatMap((policy) => findings(policy, changed)), proposal);
  return broken.map(({ policy, finding }) => violationOf(policy, finding, suggestions.get(finding.path) ?? null));
}

/** The same of a topic that is there as it is: nothing is suggested, because nothing is asked. For judging thousands at once. */
export function evaluateExisting(policies: readonly Policy[], proposal: Proposal): Violation[] {
  return policies.flatMap((policy) => findings(policy, proposal).map((finding) => violationOf(policy, finding, null)));
}

function findings(policy: Policy, proposal: Proposal): Finding[] {
  const { rule } = policy;
  if (rule.kind === "access" || rule.kind === "schema" || !inScope(policy.scope, proposal)) return [];
  return evaluate(rule, proposal, placeOf(policy.scope, proposal.cluster));
}

/** Rules on access and schemas judge something else: `evaluateAccess`, `evaluateSchema`. */
type TopicRule = Exclude<PolicyRule, { kind: "access" | "schema" }>;
type TopicRuleKind = TopicRule["kind"];

const evaluators: { readonly [Kind in TopicRuleKind]: Evaluator<Kind> } = {
  "topic-name": evaluateTopicName,
  partitions: evaluatePartitions,
  replication: evaluateReplication,
  retention: evaluateRetention,
  config: evaluateConfig,
  metadata: evaluateMetadata,
  budget: evaluateBudget,
};

function evaluate<Kind extends TopicRuleKind>(
  rule: Extract<TopicRule, { kind: Kind }>,
  proposal: Proposal,
  place: Place,
): Finding[] {
  const judge: Evaluator<Kind> = evaluators[rule.kind as Kind];
  return judge(rule, proposal, place);
}
