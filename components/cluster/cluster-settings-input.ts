import { textsOf } from "../command/form-values.ts";

const NAMES = [
  "priceGibMonth",
  "pricePartitionMonth",
  "currency",
  "driftPolicy",
  "guardShare",
  "staleAfterDays",
  "recentWriteHours",
] as const;

/** The command's input from the form: an empty price is none, and what is no number goes as it was typed, so that the refusal can say it back. */
export function clusterSettingsInput(form: FormData, cluster: { slug: string; version: number }) {
  const typed = textsOf(form, NAMES);
  return {
    cluster: cluster.slug,
    version: cluster.version,
    priceGibMonth: priceOf(typed.priceGibMonth),
    pricePartitionMonth: priceOf(typed.pricePartitionMonth),
    currency: typed.currency.trim().toUpperCase(),
    driftPolicy: typed.driftPolicy,
    guardShare: numberOf(typed.guardShare),
    staleAfterDays: numberOf(typed.staleAfterDays),
    recentWriteHours: numberOf(typed.recentWriteHours),
  };
}

function priceOf(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}

function numberOf(text: string): number | string {
  return /^\d{1,15}(\.\d{1,15})?$/.test(text.trim()) ? Number(text.trim()) : text;
}
