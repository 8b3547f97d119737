import { type ClusterSettings, DRIFT_POLICIES, type DriftPolicy } from "#lib/domain/cluster-settings";
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
    { term: "Guard", value: `not believed when more than ${percent(guardShare)} vanish at once` },
    { term: "Stale", value: `not written for ${counted(staleAfterDays, "day")}, and read by nobody` },
    { term: "In use", value: `written within ${counted(recentWriteHours, "hour")}` },
  ];
}

function pricesInWords({ priceGibMonth, pricePartitionMonth, currency }: ClusterSettings): string {
  const prices = [
    priceGibMonth === null ? null : `${currency} ${priceGibMonth} per GiB-month`,
    pricePartitionMonth === null ? null : `${currency} ${pricePartitionMonth} per partition and month`,
  ].filter((price) => price !== null);
  return prices.length === 0 ? "none set" : prices.join(", ");
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}
