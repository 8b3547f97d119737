import type { Connection } from "../database.ts";
import { storableJson } from "../storable-json.ts";

export type RegistryCondition = "unknown" | "reachable" | "unreachable";

/** What the worker must know before it looks at a registry. */
export type RegistryRecord = {
  clusterName: string;
  /** How often an admin has said that what the cluster shows is right. */
  confirmations: number;
  detached: boolean;
  /** Whether this registry was ever reached and prepared. */
  onboarded: boolean;
  /** As the cluster's: see `ClusterRecord`. */
  guardShare: number;
};

/** The registry of a registered cluster; null when the cluster is not registered or has none. */
export async function findRegistryRecord(db: Connection, cluster: string): Promise<RegistryRecord | null> {
  const [row] = await db.$queryRaw<RegistryRecord[]>`
    SELECT c.name AS "clusterName", c.confirmations, c.detached_at IS NOT NULL AS detached, s.description IS NOT NULL AS onboarded,
      c.guard_share AS "guardShare"
    FROM clusters c JOIN registry_status s ON s.cluster_slug = c.slug WHERE c.slug = ${cluster}`;
  return row ?? null;
}

/** Says how contact with a registry stands; `since` moves only when the condition does. */
export async function saveRegistryCondition(
  db: Connection,
  cluster: string,
  { condition, message }: { condition: RegistryCondition; message: string },
): Promise<void> {
  await db.$executeRaw`
    UPDATE registry_status SET message = ${message},
      condition_since = CASE WHEN condition = ${condition} THEN condition_since ELSE clock_timestamp() END, condition = ${condition}
    WHERE cluster_slug = ${cluster}`;
}

/** What the server said that it can do. */
export async function saveRegistryDescription(db: Connection, cluster: string, description: unknown): Promise<void> {
  await db.$executeRaw`
    UPDATE registry_status SET description = ${storableJson(description)}::jsonb WHERE cluster_slug = ${cluster}`;
}

/** A complete sweep of a registry: everything it covers was true at or after its start, by the database's clock. */
export async function saveRegistrySweep(
  db: Connection,
  cluster: string,
  sweep: { startedAt: Date; sweepMs: number; subjects: number },
): Promise<void> {
  await db.$executeRaw`
    UPDATE registry_status SET seen_at = ${sweep.startedAt}, sweep_ms = ${sweep.sweepMs}::int, subject_count = ${sweep.subjects}::int,
      message = '', condition_since = CASE WHEN condition = 'reachable' THEN condition_since ELSE clock_timestamp() END,
      condition = 'reachable'
    WHERE cluster_slug = ${cluster}`;
}
