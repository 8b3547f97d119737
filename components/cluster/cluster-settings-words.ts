import { type ClusterSettings, DRIFT_POLICIES, type DriftPolicy } from "#lib/domain/cluster-settings";
import { inMoney } from "../topic/cost-words.ts";
import type { SelectOption } from "../ui/select.tsx";

const DRIFT_WORDS: { readonly [Policy in DriftPolicy]: string } = {
  ask: "A person decides on each difference",
  "revert-harmless": "The worker puts back what loses nothing",
};

/** What the worker may do about differences, as choices. */
export const DRIFT_OPTIONS: SelectOption[] = DRIFT_POLICIES.map((value) => ({ value, label: DRIFT_WORDS[value] }));

/** What the worker does about differences on a cluster. */
export function driftPolicyInWords(policy: DriftPolicy): string {
  return DRIFT_WORDS[policy];
}

/** What people decided about a cluster, line by line. */
export function settingsInWords(settings: ClusterSettings): { term: string; value: string }[] {
  const { driftPolicy, guardShare, staleAfterDays, recentWriteHours } = settings;
  return [
    { term: "Prices", value: pricesInWords(settings) },
    { term: "Drift", value: driftPolicyInWords(driftPolicy) },
    { term: "Mass-change guard", value: `stops when more than ${percent(guardShare)} of the cluster vanishes at once` },
    { term: "Stale topics", value: `not written for ${counted(staleAfterDays, "day")}, and read by nobody` },
    { term: "Topics in use", value: `written within ${counted(recentWriteHours, "hour")}` },
  ];
}

function pricesInWords({ priceGibMonth, pricePartitionMonth, currency }: ClusterSettings): string {
  const prices = [
    priceGibMonth === null ? null : `${inMoney(atLeastCents(priceGibMonth), currency)} per GiB-month`,
    pricePartitionMonth === null
      ? null
      : `${inMoney(atLeastCents(pricePartitionMonth), currency)} per partition and month`,
  ].filter((price) => price !== null);
  return prices.length === 0 ? "none set" : prices.join(", ");
}

/** `0.1` as `0.10`; what is finer than a cent stays as it is. */
function atLeastCents(price: string): string {
  const [whole, fraction = ""] = price.split(".");
  return `${whole}.${fraction.padEnd(2, "0")}`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}
