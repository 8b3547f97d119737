import type { Change, ChangeKind, Plan } from "#lib/domain/plan";
import { approximateRate, formatDuration } from "#lib/domain/quantity";
import { formatConfigValue } from "#lib/domain/topic-config-value";
import { isQuotaKey, QUOTA_LABELS, quotaInWords } from "../application/quota-texts.ts";
import { clusterDefault } from "../topic/default-words.ts";
import { formatInstant } from "../ui/format-relative.ts";

/** One change as a person reads it. */
export type PlanRow = {
  field: string;
  label: string;
  kind: ChangeKind;
  /** Null where there is no before (something is made) or no after (something is deleted). */
  from: string | null;
  to: string | null;
  /** Kafka's own values, where they read otherwise: `2592000000 → 604800000`. */
  exact: string | null;
  effects: string[];
};

const ORDER: Record<ChangeKind, number> = { destructive: 0, irreversible: 1, additive: 2, neutral: 2 };

const LABELS: Record<string, string> = {
  replicationFactor: "replication factor",
  expectedBytesPerSecond: "expected rate",
  expiresAt: "ends",
  "agreement.minRetentionMs": "records stay at least",
  "agreement.neededFields": "fields that stay",
  "agreement.noticeDays": "notice",
  "agreement.supportContact": "support",
  ...QUOTA_LABELS,
};

type Value = Change["from"];

function shown(field: string, value: Value): string | null {
  if (value === null) return null;
  if (field === "expiresAt") return formatInstant(new Date(value));
  if (field === "agreement.minRetentionMs") return formatDuration(BigInt(value));
  if (field === "agreement.noticeDays") return `${value} d`;
  if (isQuotaKey(field)) return quotaInWords(field, Number(value));
  return field === "expectedBytesPerSecond" ? approximateRate(BigInt(value)) : formatConfigValue(field, String(value));
}

function exactValues({ field, from, to }: Change): string | null {
  if (field === "expiresAt" || field === "agreement.noticeDays" || isQuotaKey(field)) return null;
  const values = [from, to].filter((value) => value !== null);
  if (values.every((value) => shown(field, value) === String(value))) return null;
  return values.join(" → ");
}

function rowOf(change: Change, plan: Plan, effects: string[]): PlanRow {
  const { field, kind } = change;
  if (field === "topic") {
    const made = change.from === null;
    const name = plan.object.name;
    return {
      field,
      kind,
      effects,
      exact: null,
      label: made ? "create topic" : "delete topic",
      from: made ? null : name,
      to: made ? name : null,
    };
  }

  if (plan.object.kind === "subject") return subjectRow(change, plan, effects);

  // Only a topic's setting has a default behind it; where there is no binding, there is nothing.
  const ofTopic = plan.object.kind === "topic";
  const unset = ofTopic ? clusterDefault(field, plan.defaults ?? {}) : null;
  return {
    field,
    kind,
    effects,
    label: LABELS[field] ?? field,
    from: shown(field, change.from) ?? (plan.topicId === null ? null : unset),
    to: shown(field, change.to) ?? unset,
    exact: exactValues(change),
  };
}

/** A schema is told from another by the beginning of its hash. */
const SCHEMA_HASH = /([0-9a-f]{12})[0-9a-f]{52}/;

/** A subject's fields are schemas, levels and versions: texts that read as they are, with nothing behind one that is not set. */
function subjectRow({ field, kind, from, to }: Change, plan: Plan, effects: string[]): PlanRow {
  const value = (stated: Value) => {
    if (stated === null) return null;
    return field === "subject" ? plan.object.name : String(stated).replace(SCHEMA_HASH, "$1…");
  };
  return { field, kind, effects, exact: null, label: subjectLabel(field, from), from: value(from), to: value(to) };
}

function subjectLabel(field: string, from: Value): string {
  if (field !== "subject") return field;
  return from === null ? "create subject" : "delete subject";
}

/**
 * The rows of a plan: what destroys first, then what cannot be undone, then the rest as planned; each with its effects below.
 * `otherEffects` belong to no change of the plan.
 */
export function planRows(plan: Plan): { rows: PlanRow[]; otherEffects: string[] } {
  const effectsOf = (field: string) => plan.effects.filter((effect) => effect.field === field).map(({ text }) => text);
  const fields = new Set(plan.changes.map(({ field }) => field));
  const rows = plan.changes
    .toSorted((a, b) => ORDER[a.kind] - ORDER[b.kind])
    .map((change) => rowOf(change, plan, effectsOf(change.field)));

  return { rows, otherEffects: plan.effects.filter(({ field }) => !fields.has(field)).map(({ text }) => text) };
}
