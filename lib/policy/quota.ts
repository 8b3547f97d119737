import { type ClientQuota, QUOTA_KEYS } from "#lib/domain/client-quota";
import type { Policy, Violation } from "#lib/domain/policy";
import { formatBytes } from "#lib/domain/quantity";
import type { Finding } from "./evaluator.ts";
import { inScope, placeOf, type ScopeSubject } from "./scope.ts";
import { violationOf } from "./violation.ts";

/** A principal's quota as somebody wants it. `team` is the application's, `name` the principal's. */
export type QuotaProposal = ScopeSubject & { name: string; quota: ClientQuota };

type QuotaKey = (typeof QUOTA_KEYS)[number];

/**
 * Judges a quota by every `access` rule in its scope that limits one and is not about data of some classification. Pure. Paths are `quota.…`; the
 * suggestion is the highest that all rules let pass. What is not limited is too much where a rule limits it.
 */
export function evaluateQuota(policies: readonly Policy[], proposal: QuotaProposal): Violation[] {
  const highest = highestQuota(policies, proposal);
  return policies.flatMap((policy) => {
    const limits = quotaLimits(policy, proposal);
    return QUOTA_KEYS.flatMap((key) => {
      const limit = limits[key];
      const actual = proposal.quota[key];
      if (limit === undefined || (actual !== undefined && actual <= limit)) return [];
      return [
        violationOf(
          policy,
          tooMuch(key, actual, limit, placeOf(policy.scope, proposal.cluster).at),
          highest[key] ?? null,
        ),
      ];
    });
  });
}

/** The highest quota that every rule in scope lets pass; absent keys are not limited. */
export function highestQuota(policies: readonly Policy[], subject: ScopeSubject): ClientQuota {
  const limits = policies.map((policy) => quotaLimits(policy, subject));
  const highest: ClientQuota = {};
  for (const key of QUOTA_KEYS) {
    const stated = limits.flatMap((limit) => limit[key] ?? []);
    if (stated.length > 0) highest[key] = Math.min(...stated);
  }
  return highest;
}

function quotaLimits({ rule, scope }: Policy, subject: ScopeSubject): ClientQuota {
  if (rule.kind !== "access" || rule.classifications || !inScope(scope, subject)) return {};
  return rule.maxQuota ?? {};
}

const WORDS: { readonly [Key in QuotaKey]: string } = {
  producerByteRate: "produce",
  consumerByteRate: "consume",
  requestPercentage: "take",
};

function tooMuch(key: QuotaKey, actual: number | undefined, limit: number, at: string): Finding {
  const asked = actual === undefined ? "it is not limited" : `you ask for ${shown(key, actual)}`;
  return {
    path: `quota.${key}`,
    actual: actual === undefined ? null : String(actual),
    limit: `at most ${shown(key, limit)}`,
    message: `a principal may ${WORDS[key]} at most ${shown(key, limit)} ${at}; ${asked}.`,
    suggestion: null,
  };
}

function shown(key: QuotaKey, value: number): string {
  return key === "requestPercentage" ? `${value} % of a thread's time` : `${formatBytes(BigInt(value))}/s`;
}
