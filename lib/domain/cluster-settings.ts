import { z } from "zod";

/** What the worker may do by itself about a topic that differs on the cluster: ask a person always, or put back what loses nothing. */
export const DRIFT_POLICIES = ["ask", "revert-harmless"] as const;
export const DriftPolicy = z.enum(DRIFT_POLICIES, `is one of ${DRIFT_POLICIES.join(", ")}`);
export type DriftPolicy = z.infer<typeof DriftPolicy>;

/** An amount of money as decimal text, exact to a millionth, so that no price is ever a floating-point number. */
export const Price = z
  .string('is an amount as text, such as "0.10"')
  .regex(
    /^\d{1,8}(\.\d{1,6})?$/,
    "is an amount from 0 to 99999999.999999 with at most six decimal places, such as 0.10",
  );

/** ISO 4217. */
export const Currency = z.string().regex(/^[A-Z]{3}$/, "is a currency's three letters, such as EUR");

const days = "is a whole number of days from 1 to 3650";
const hours = "is a whole number of hours from 1 to 8760";
const share = "is a share above 0 and at most 1, such as 0.3 for 30 %";

/** What people decide about a cluster; where it is and how it is reached stands in the worker's clusters.yaml. */
export const ClusterSettings = z.strictObject({
  /** Per GiB-month of stored bytes, all replicas counted. Null while the platform has set no price. */
  priceGibMonth: Price.nullable(),
  /** Per partition and month. */
  pricePartitionMonth: Price.nullable(),
  currency: Currency,
  driftPolicy: DriftPolicy,
  /** When more than this share of what is known vanishes at once, the answer is not believed. */
  guardShare: z.number(share).gt(0, share).max(1, share),
  /** A topic that nobody wrote to for so long, and that nobody reads, is stale. */
  staleAfterDays: z.int(days).min(1, days).max(3_650, days),
  /** Whoever wrote to a topic within so many hours still uses it. */
  recentWriteHours: z.int(hours).min(1, hours).max(8_760, hours),
});
export type ClusterSettings = z.infer<typeof ClusterSettings>;

/** What a cluster costs, of its settings. */
export type ClusterPrices = Pick<ClusterSettings, "priceGibMonth" | "pricePartitionMonth" | "currency">;
