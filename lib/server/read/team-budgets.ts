import type { BudgetUse } from "#lib/contract/teams";
import type { Database } from "#lib/db/database";
import { declaredClusters } from "#lib/db/stores/clusters";
import { currentPolicies } from "#lib/db/stores/policies";
import { teamUsage } from "#lib/db/stores/topics";
import type { TeamUsage } from "#lib/domain/team-usage";
import { describeLimits } from "#lib/policy/describe-limits";

const USED = {
  topics: ["topics", "pendingTopics"],
  partitions: ["partitions", "pendingPartitions"],
  bytes: ["bytes", "pendingBytes"],
} as const satisfies Record<string, readonly [keyof TeamUsage, keyof TeamUsage]>;

/** How much a team uses of each cluster, with the tightest budget where a rule states one; clusters it neither uses nor is limited on are left out. */
export async function teamBudgets(db: Database, team: { id: string; slug: string }): Promise<BudgetUse[]> {
  const [clusters, policies] = await Promise.all([declaredClusters(db), currentPolicies(db)]);
  const perCluster = await Promise.all(
    clusters.map(async (cluster) => {
      const usage = await teamUsage(db, team.id, cluster.slug, null);
      const { budgets } = describeLimits(policies, { cluster, team, name: null });
      return (["topics", "partitions", "bytes"] as const).map((field): BudgetUse => {
        const [used, pending] = USED[field];
        const budget = budgets.find((candidate) => candidate.field === field);
        return {
          ...{ cluster: cluster.slug, field, used: String(usage[used]), pending: String(usage[pending]) },
          ...{ limit: budget ? String(budget.limit) : null, policySlug: budget?.policySlug ?? null },
        };
      });
    }),
  );
  return perCluster.flat().filter(({ limit, used, pending }) => limit !== null || used !== "0" || pending !== "0");
}
