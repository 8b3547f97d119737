import type { Policy, Violation } from "#lib/domain/policy";
import { approximateBytes, formatBytes, grouped } from "#lib/domain/quantity";
import type { TeamUsage } from "#lib/domain/team-usage";
import type { Finding, RuleOf } from "./evaluator.ts";
import { inScope, type ScopeSubject } from "./scope.ts";
import { violationOf } from "./violation.ts";

/** What a team would get on one cluster. */
export type Load = { topics: number; partitions: number; bytes: bigint };

/**
 * Judges by every budget in scope what a team would have once it took something over: what it has, what it has asked for, and what comes. Pure.
 * @param usage of the taking team on that cluster
 */
export function transferBudget(
  policies: readonly Policy[],
  { usage, load, ...subject }: { usage: TeamUsage; load: Load } & Omit<ScopeSubject, "name">,
): Violation[] {
  if (load.topics === 0) return [];
  return policies.flatMap((policy) => {
    const { rule } = policy;
    if (rule.kind !== "budget" || !inScope(policy.scope, { ...subject, name: null })) return [];
    return findings(rule, usage, load, subject.team.slug).map((finding) => violationOf(policy, finding, null));
  });
}

const PENDING = { topics: "pendingTopics", partitions: "pendingPartitions", bytes: "pendingBytes" } as const;
const FIELDS = ["topics", "partitions", "bytes"] as const;

function findings(rule: RuleOf<"budget">, usage: TeamUsage, load: Load, team: string): Finding[] {
  return FIELDS.flatMap((field) => {
    if (rule[field] === undefined) return [];
    const limit = BigInt(rule[field]);
    const [used, pending, comes] = [BigInt(usage[field]), BigInt(usage[PENDING[field]]), BigInt(load[field])];
    if (comes === 0n || used + pending + comes <= limit) return [];

    const waiting = pending === 0n ? "" : `, ${amount(field, pending)} more pending`;
    const most = field === "bytes" ? formatBytes(limit) : `${grouped(limit)} ${field}`;
    return [
      {
        path: "to",
        actual: String(comes),
        limit: `${most} for the team`,
        message: `${team} has ${amount(field, used)} of ${most}${waiting}; ${amount(field, comes)} would come.`,
        suggestion: null,
      },
    ];
  });
}

function amount(field: (typeof FIELDS)[number], value: bigint): string {
  return field === "bytes" ? approximateBytes(value) : grouped(value);
}
