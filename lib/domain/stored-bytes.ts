import { defaultConfigValue } from "./default-config-value.ts";
import { UNLIMITED, wholeNumber } from "./quantity.ts";
import type { TopicDefaults } from "./topic-defaults.ts";
import type { TopicSpec } from "./topic-spec.ts";

/**
 * How much a topic may come to store on all brokers together. `bounded`: at most about `bytes`. `unbounded`: nothing limits it.
 * `unknown`: it depends on what nobody stated, the write rate or (compacted topics) how many keys there are.
 */
export type StoredBytes = { kind: "bounded"; bytes: bigint } | { kind: "unbounded" } | { kind: "unknown" };

/**
 * Estimates what a topic stores: write rate × retention.ms × replicationFactor, and at most retention.bytes × partitions ×
 * replicationFactor where that is set (Kafka limits bytes per partition, so its documentation says to multiply by the
 * partitions). Unset keys count as the cluster's defaults. Kafka deletes whole segments, so the real size swings above
 * this by up to a segment per replica.
 * @param expectedBytesPerSecond average write rate before replication; null when nobody stated it
 */
export function estimateStoredBytes(
  spec: TopicSpec,
  expectedBytesPerSecond: number | null,
  defaults: TopicDefaults,
): StoredBytes {
  if (!deletesByAge(spec, defaults)) return { kind: "unknown" };

  const replicas = BigInt(spec.replicationFactor);
  const retentionMs = effectiveNumber(spec, "retention.ms", defaults);
  const retentionBytes = effectiveNumber(spec, "retention.bytes", defaults);

  const bySize = retentionBytes < 0n ? undefined : retentionBytes * BigInt(spec.partitions) * replicas;
  const byTime =
    retentionMs < 0n || expectedBytesPerSecond === null
      ? undefined
      : (BigInt(expectedBytesPerSecond) * retentionMs * replicas) / 1_000n;

  const bytes = byTime !== undefined && bySize !== undefined && bySize < byTime ? bySize : (byTime ?? bySize);
  if (bytes !== undefined) return { kind: "bounded", bytes };
  return { kind: retentionMs < 0n ? "unbounded" : "unknown" };
}

/** True when old records are deleted by time or size; false for topics that are only compacted. */
export function deletesByAge(spec: TopicSpec, defaults: TopicDefaults): boolean {
  const policy = spec.config["cleanup.policy"] ?? defaultConfigValue("cleanup.policy", defaults) ?? "";
  return policy.split(",").includes("delete");
}

/** A number that counts for a topic: what is set, or the cluster's default. Text that is no number counts as the default. */
export function effectiveNumber(
  spec: TopicSpec,
  key: "retention.ms" | "retention.bytes",
  defaults: TopicDefaults,
): bigint {
  return wholeNumber(spec.config[key]) ?? wholeNumber(defaultConfigValue(key, defaults)) ?? UNLIMITED;
}

/** An estimate of years at full speed may exceed the column that budgets sum up (bigint). */
const MOST_BYTES = 2n ** 63n - 1n;

/** What budgets count of a topic: its estimate, and nothing where nobody can tell how much it comes to store. */
export function countedBytes(spec: TopicSpec, expectedBytesPerSecond: number | null, defaults: TopicDefaults): bigint {
  const stored = estimateStoredBytes(spec, expectedBytesPerSecond, defaults);
  if (stored.kind !== "bounded") return 0n;
  return stored.bytes < MOST_BYTES ? stored.bytes : MOST_BYTES;
}
