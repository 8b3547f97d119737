import type { Policy, Violation } from "#lib/domain/policy";
import type { Finding } from "./evaluator.ts";

/** A finding as the violation of one rule: whose it is, and what the platform adds in its own words. */
export function violationOf(policy: Policy, finding: Finding, suggestion: Violation["suggestion"]): Violation {
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
