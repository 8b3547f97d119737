import type { Policy, PolicyKind, PolicyRule, Violation } from "#lib/domain/policy";
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

export type { Proposal } from "./evaluator.ts";

/**
 * Judges a proposal by every rule in its scope. Pure. Returns every violation, in the order of the policies; an empty list passes. A
 * suggestion is a value for the violation's path that passes all rules at once; where the rules leave none, it is null.
 */
export function evaluatePolicies(policies: readonly Policy[], proposal: Proposal): Violation[] {
  const broken = policies.flatMap((policy) => findings(policy, proposal).map((finding) => ({ policy, finding })));
  if (broken.length === 0) return [];

  const suggestions = repairs((changed) => policies.flatMap((policy) => findings(policy, changed)), proposal);
  return broken.map(({ policy, finding }) => violation(policy, finding, suggestions.get(finding.path) ?? null));
}

function violation(policy: Policy, finding: Finding, suggestion: Violation["suggestion"]): Violation {
  const attempt = finding.path === "name" && suggestion !== null ? `Try \`${suggestion}\`.` : "";
  return {
    policyId: policy.id,
    policySlug: policy.slug,
    revision: policy.revision,
    kind: policy.rule.kind,
    enforcement: policy.enforcement,
    ...finding,
    message: [finding.message, attempt, policy.message].filter((sentence) => sentence !== "").join(" "),
    suggestion,
    waivable: true,
  };
}

function findings(policy: Policy, proposal: Proposal): Finding[] {
  if (!inScope(policy.scope, proposal)) return [];
  return evaluate(policy.rule, proposal, placeOf(policy.scope, proposal.cluster));
}

const evaluators: { readonly [Kind in PolicyKind]: Evaluator<Kind> } = {
  "topic-name": evaluateTopicName,
  partitions: evaluatePartitions,
  replication: evaluateReplication,
  retention: evaluateRetention,
  config: evaluateConfig,
  metadata: evaluateMetadata,
  budget: evaluateBudget,
};

function evaluate<Kind extends PolicyKind>(
  rule: Extract<PolicyRule, { kind: Kind }>,
  proposal: Proposal,
  place: Place,
): Finding[] {
  return evaluators[rule.kind](rule, proposal, place);
}
