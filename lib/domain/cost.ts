import { z } from "zod";
import type { ClusterPrices } from "./cluster-settings.ts";
import { estimateStoredBytes } from "./stored-bytes.ts";
import type { TopicDefaults } from "./topic-defaults.ts";
import type { TopicSpec } from "./topic-spec.ts";

/** What is stored and what it costs. Bytes are int64 as text, of all replicas together; money is decimal text with two places. */
export const CostFigure = z.object({
  /** `unbounded`: nothing limits it. `unknown`: nobody stated or saw how fast it is written. */
  stored: z.enum(["bounded", "unbounded", "unknown"]),
  bytes: z.string().nullable(),
  /** Per month; null where the platform has set no price, or where it asks for bytes that nobody knows. */
  perMonth: z.string().nullable(),
});
export type CostFigure = z.infer<typeof CostFigure>;

/** What the write rate of an estimate is: seen on the cluster, stated by the owners, or nothing. */
export const CostBasis = z.enum(["observed", "stated", "none"]);
export type CostBasis = z.infer<typeof CostBasis>;

/** What a topic would store and cost once its retention has passed, before and after a change. */
export const CostOutlook = z.object({
  /** By its settings as they are; null for a topic that is not there yet. */
  now: CostFigure.nullable(),
  after: CostFigure,
  currency: z.string(),
  /** False while the platform has set no price. */
  priced: z.boolean(),
  basis: CostBasis,
  /** Before replication, as the basis says. */
  bytesPerSecond: z.number().nullable(),
});
export type CostOutlook = z.infer<typeof CostOutlook>;

const MICRO = 1_000_000n;
const GIB = 1n << 30n;
/** Millionths in a hundredth: what is rounded away. */
const MICROS_PER_CENT = 10_000n;

/**
 * Money per month: stored bytes of all replicas ÷ 2^30 × price per GiB-month, plus partitions × price per partition and month. Partitions count
 * once, not per replica. Computed exactly in millionths and rounded once, at the end, half up to two decimal places. A price that is not set
 * counts as nothing beside one that is.
 * @param bytes null when nobody knows
 * @returns decimal text such as `12.30`; null when neither price is set, or when bytes have a price and are unknown
 */
export function monthlyCost(
  prices: ClusterPrices,
  { bytes, partitions }: { bytes: bigint | null; partitions: number },
): string | null {
  const { priceGibMonth, pricePartitionMonth } = prices;
  if (!isPriced(prices) || (priceGibMonth !== null && bytes === null)) return null;

  const storage = (bytes ?? 0n) * micros(priceGibMonth);
  const count = BigInt(partitions) * micros(pricePartitionMonth) * GIB;
  const cent = MICROS_PER_CENT * GIB;
  const cents = (storage + count + cent / 2n) / cent;
  return `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;
}

/** Whether the platform has set a price of either kind. */
export function isPriced({ priceGibMonth, pricePartitionMonth }: ClusterPrices): boolean {
  return priceGibMonth !== null || pricePartitionMonth !== null;
}

/** A price in millionths; one that is not set costs nothing. */
function micros(price: string | null): bigint {
  const [whole = "0", fraction = ""] = (price ?? "0").split(".");
  return BigInt(whole) * MICRO + BigInt(fraction.padEnd(6, "0"));
}

export type WriteRates = {
  /** Bytes per second before replication, as two sweeps saw it; null until they did. */
  observed: number | null;
  /** As the owners stated it. */
  stated: number | null;
};

/** The rate that an estimate stands on: what was seen, else what was stated. */
export function writeRate({ observed, stated }: WriteRates): { basis: CostBasis; bytesPerSecond: number | null } {
  if (observed !== null) return { basis: "observed", bytesPerSecond: Math.round(observed) };
  return { basis: stated === null ? "none" : "stated", bytesPerSecond: stated };
}

/**
 * What a topic of these settings stores once its retention has passed, by {@link estimateStoredBytes}, and what that costs.
 * @param bytesPerSecond before replication; null when nobody knows
 */
export function costOfSpec(
  prices: ClusterPrices,
  spec: TopicSpec,
  bytesPerSecond: number | null,
  defaults: TopicDefaults,
): CostFigure {
  const stored = estimateStoredBytes(spec, bytesPerSecond, defaults);
  const bytes = stored.kind === "bounded" ? stored.bytes : null;
  return {
    stored: stored.kind,
    bytes: bytes?.toString() ?? null,
    perMonth: monthlyCost(prices, { bytes, partitions: spec.partitions }),
  };
}
