import type { Cluster } from "#lib/domain/cluster";
import type { GrantTerms } from "#lib/domain/grant";
import type { Policy, Violation } from "#lib/domain/policy";
import type { Classification } from "#lib/domain/topic-spec";
import type { Finding, RuleOf } from "./evaluator.ts";
import { inScope, type Place, placeOf, type ScopeSubject } from "./scope.ts";
import { violationOf } from "./violation.ts";

const DAY_MS = 86_400_000;

/** Access as somebody wants it. Rules are scoped by the giving side: its team, and the name of the topic or prefix. */
export type AccessProposal = {
  cluster: Pick<Cluster, "slug" | "tier">;
  /** Who gives: the owner of the topic or prefix. */
  team: { slug: string };
  /** The topic's name; with PREFIXED the text that names begin with. */
  name: string;
  terms: Pick<GrantTerms, "operation" | "patternType" | "transactionalId">;
  /** Of the topic, or the highest that a prefix covers; null where there is no managed topic yet. */
  classification: Classification | null;
  expiresAt: Date;
  now: Date;
};

/**
 * Judges access by every rule in its scope. Pure; returns every violation, in the order of the policies. Paths are `expiresAt`,
 * `operation`, `patternType` and `transactionalId`; a suggested end is one that all rules let pass.
 */
export function evaluateAccess(policies: readonly Policy[], proposal: AccessProposal): Violation[] {
  const latest = latestExpiry(policies, proposal)?.toISOString() ?? null;
  return policies.flatMap((policy) => {
    const { rule, scope } = policy;
    if (rule.kind !== "access" || !inScope(scope, proposal) || !coversData(rule, proposal.classification)) return [];
    const place = placeOf(scope, proposal.cluster);
    return findings(rule, proposal, place).map((finding) =>
      violationOf(policy, finding, finding.path === "expiresAt" ? latest : finding.suggestion),
    );
  });
}

/** What the latest end depends on. */
export type ExpirySubject = ScopeSubject & { classification: Classification | null; now: Date };

/** The latest end that every rule in scope lets pass, warnings too: the end of a UTC day. Null when none limits it. */
export function latestExpiry(policies: readonly Policy[], subject: ExpirySubject): Date | null {
  const days = policies.flatMap(({ rule, scope }) => {
    if (rule.kind !== "access" || rule.maxDays === undefined || !coversData(rule, subject.classification)) return [];
    return inScope(scope, subject) ? [rule.maxDays] : [];
  });
  return days.length === 0 ? null : endOfDay(subject.now, Math.min(...days));
}

/** Rules for data of some classifications do not hold for data that nobody has classified yet. */
function coversData({ classifications }: RuleOf<"access">, classification: Classification | null): boolean {
  return !classifications || (classification !== null && classifications.includes(classification));
}

/** Days are counted whole, so that a date that a person picks does not depend on the hour: until 23:59:59 UTC. */
function endOfDay(now: Date, days: number): Date {
  const day = Math.floor(now.getTime() / DAY_MS) + days;
  return new Date((day + 1) * DAY_MS - 1_000);
}

function findings(rule: RuleOf<"access">, proposal: AccessProposal, place: Place): Finding[] {
  return [
    ...expiry(rule, proposal, place),
    ...operation(rule, proposal, place),
    ...prefixed(rule, proposal, place),
    ...transactional(rule, proposal, place),
  ];
}

function expiry({ maxDays }: RuleOf<"access">, proposal: AccessProposal, place: Place): Finding[] {
  if (maxDays === undefined) return [];
  const { expiresAt, now, classification, name } = proposal;
  const latest = endOfDay(now, maxDays);
  if (expiresAt <= latest) return [];

  const data = classification === null ? name : `${name}, which is ${classification},`;
  const by = latest.toISOString().slice(0, 10);
  return [
    {
      path: "expiresAt",
      actual: expiresAt.toISOString(),
      limit: `at most ${maxDays} d`,
      message: `access to ${data} ends after at most ${maxDays} d ${place.at}: by ${by}.`,
      suggestion: null,
    },
  ];
}

function operation({ operations }: RuleOf<"access">, { terms }: AccessProposal, place: Place): Finding[] {
  if (!operations || operations.includes(terms.operation)) return [];
  const allowed = operations.join(", ");
  return [
    {
      path: "operation",
      actual: terms.operation,
      limit: allowed === "" ? "none" : `one of ${allowed}`,
      message: `to ${terms.operation} is not granted ${place.at}; allowed is ${allowed === "" ? "nothing" : allowed}.`,
      suggestion: null,
    },
  ];
}

function prefixed({ prefixedAllowed }: RuleOf<"access">, { terms, name }: AccessProposal, place: Place): Finding[] {
  if (prefixedAllowed || terms.patternType !== "PREFIXED") return [];
  return [
    {
      path: "patternType",
      actual: "PREFIXED",
      limit: "LITERAL",
      message: `access to everything that begins with ${name} is not meant to be granted ${place.at}.`,
      suggestion: null,
    },
  ];
}

function transactional(rule: RuleOf<"access">, { terms }: AccessProposal, place: Place): Finding[] {
  if (rule.transactionalAllowed || terms.transactionalId === null) return [];
  return [
    {
      path: "transactionalId",
      actual: terms.transactionalId.name,
      limit: "none",
      message: `transactional ids are not granted ${place.at}.`,
      suggestion: null,
    },
  ];
}
