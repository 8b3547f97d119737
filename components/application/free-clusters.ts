import type { ApplicationView } from "#lib/contract/applications";

/** Clusters on which an application has no principal that works: it has one on each, and a second only while it is rotated. */
export function freeClusters({
  clusters,
  principals,
}: Pick<ApplicationView, "clusters" | "principals">): ApplicationView["clusters"] {
  const held = new Set(principals.filter(({ endedAt }) => endedAt === null).map(({ cluster }) => cluster));
  return clusters.filter(({ slug }) => !held.has(slug));
}
