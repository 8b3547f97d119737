import type { DriftDifference, DriftKind, DriftRow } from "#lib/contract/drift";
import type { ChangeKind } from "#lib/domain/plan";
import { topicConfigKey } from "#lib/domain/topic-config-keys";
import { describeConfigValue, type ShownValue } from "#lib/domain/topic-config-value";
import { adoptHref } from "../access/acl-words.ts";
import { applicationHref } from "../application/application-href.ts";
import { isQuotaKey, QUOTA_LABELS, quotaInWords } from "../application/quota-texts.ts";
import { subjectHref } from "../schema/subject-href.ts";
import { clusterDefault } from "../topic/default-words.ts";
import { topicHref } from "../topic/topic-href.ts";
import type { Tone } from "../ui/tone.ts";

const LABELS: Record<string, string> = {
  replicationFactor: "replication factor",
  ...QUOTA_LABELS,
};

/** What a field is called; Kafka's keys and ACL lines are called as they are. */
export function fieldLabel(field: string): string {
  return LABELS[field] ?? field;
}

/** A value of a field as people read it; null where the field is not set. */
export function driftValue(field: string, value: string | null): ShownValue | null {
  if (value === null) return null;
  if (field === "blocked") return { short: value === "true" ? "yes" : "no", exact: null };
  if (isQuotaKey(field)) return { short: quotaInWords(field, Number(value)), exact: null };
  return describeConfigValue(field, value);
}

/** What counts where a value is not set: no such ACL, no limit, or what the cluster does by default. */
export function unsetInWords({
  field,
  binding,
  byDefault,
}: Pick<DriftDifference, "field" | "binding" | "byDefault">): string {
  if (binding !== null) return "none";
  if (isQuotaKey(field)) return "no limit";
  if (byDefault === null && !topicConfigKey(field)) return "not set";
  return clusterDefault(field, byDefault === null ? {} : { [field]: byDefault });
}

const REVERTS: { readonly [Kind in ChangeKind]: { tone: Tone; word: string } } = {
  additive: { tone: "ok", word: "putting it back only adds" },
  neutral: { tone: "off", word: "putting it back loses nothing" },
  irreversible: { tone: "warn", word: "putting it back cannot be undone" },
  destructive: { tone: "bad", word: "putting it back is destructive" },
};

type Reverted = Pick<DriftDifference, "revert" | "binding" | "desired">;

/** How putting a field back acts, in words. */
export function revertInWords({ revert, binding, desired }: Reverted): { tone: Tone; word: string } {
  if (binding !== null && desired === null) return { tone: "bad", word: "removing it takes the access away" };
  return revert === null ? { tone: "warn", word: "cannot be put back" } : REVERTS[revert];
}

export const KIND_WORDS: { readonly [Kind in DriftKind]: string } = {
  topic: "Topic",
  principal: "Principal",
  subject: "Subject",
};

/** Where a drifted object is shown whole. */
export function driftHref({ kind, cluster, name, application }: DriftRow): string {
  switch (kind) {
    case "topic":
      return topicHref(cluster, name, "config");
    case "subject":
      return subjectHref(cluster, name);
    case "principal":
      return applicationHref(application?.slug ?? "");
  }
}

/** How an ACL that no grant explains is kept: nothing to say where there is none, no access that one could ask for, or the form that asks for it. */
export function wayToKeep(
  { cluster, application }: Pick<DriftRow, "cluster" | "application">,
  { binding, desired }: Pick<DriftDifference, "binding" | "desired">,
): { href: string | null } | null {
  if (binding === null || desired !== null) return null;
  return { href: adoptHref({ ...binding, cluster, application }) };
}

/** One text per object, for sets. */
export function driftKey({ kind, cluster, name }: Pick<DriftRow, "kind" | "cluster" | "name">): string {
  return JSON.stringify([kind, cluster, name]);
}
