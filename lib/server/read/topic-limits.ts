import type { Connection } from "#lib/db/database";
import { findCluster } from "#lib/db/stores/clusters";
import { currentPolicies } from "#lib/db/stores/policies";
import { type DescribedLimits, describeLimits } from "#lib/policy/describe-limits";

/** What the rules allow for topics of a team on a cluster; null as the name:, rules for particular names do not count. */
export async function topicLimits(
  db: Connection,
  clusterSlug: string,
  team: string,
  name: string | null,
): Promise<DescribedLimits> {
  const cluster = await findCluster(db, clusterSlug);
  if (!cluster) return { template: null, limits: [], budgets: [] };

  return describeLimits(await currentPolicies(db), { cluster, team: { slug: team }, name });
}
