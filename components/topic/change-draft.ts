import type { TopicChangeForm } from "#lib/contract/pages";
import type { TopicView } from "#lib/contract/topics";
import type { FieldError } from "#lib/domain/result";
import { formatConfigValue, parseConfigInput, sameConfigValue } from "#lib/domain/topic-config-value";
import { toldDefault } from "#lib/domain/topic-defaults";
import type { TopicSpec } from "#lib/domain/topic-spec";
import { readWholeNumber } from "./read-topic-draft.ts";
import { CONFIG_PATH, configKeys, draftOf, type FormRules, type TopicDraft, textAt } from "./topic-draft.ts";

/** A topic that may be changed: somebody manages it. */
export type ChangingTopic = Pick<TopicView, "cluster" | "name" | "observed"> & {
  desired: NonNullable<TopicView["desired"]>;
  metadata: NonNullable<TopicView["metadata"]>;
};

/** A patch as the contract takes it, except that what cannot be read stands there as typed. */
type TypedPatch = {
  partitions?: number | string;
  replicationFactor?: number | string;
  /** Null: back to the cluster's default. */
  config?: Record<string, string | null>;
  classification?: string;
};

/** What the rules say of a topic that is there. What stands is shown as it is, also where only one other value would pass. */
export function rulesOfChange({ limits, defaults }: TopicChangeForm): FormRules {
  return { template: null, prefixes: [], defaults, limits: limits.map((limit) => ({ ...limit, fixed: null })) };
}

/** The form as it begins: what is desired. A setting that is asked about and not stated is empty, which stands for the cluster's default. */
export function changeDraftOf({ name, desired, metadata }: ChangingTopic, rules: FormRules): TopicDraft {
  const draft = draftOf({ name, patch: { spec: desired, metadata }, reason: "" });
  const { asked } = configKeys(draft, rules);
  const unset = asked.filter((key) => !(key in desired.config)).map((key) => [CONFIG_PATH + key, ""]);
  return { ...draft, fields: { ...draft.fields, ...Object.fromEntries(unset) } };
}

/** Only what differs from what is desired. `errors` are the fields that cannot be read. */
export function readTopicChange(
  draft: TopicDraft,
  rules: FormRules,
  { desired, metadata }: Pick<ChangingTopic, "desired" | "metadata">,
): { patch: TypedPatch; errors: FieldError[] } {
  const text = (path: string) => textAt(draft, rules, path);
  const counts = (["partitions", "replicationFactor"] as const).map((field) => ({
    field,
    ...readWholeNumber(text, `spec.${field}`),
  }));
  const config = readChangedConfig(draft, rules, desired);
  const classification = text("metadata.classification");
  const changed = counts.filter(({ field, value }) => value !== desired[field]);
  return {
    errors: [...counts.flatMap(({ error }) => error ?? []), ...config.errors],
    patch: {
      ...Object.fromEntries(changed.map(({ field, value }) => [field, value])),
      ...(Object.keys(config.values).length > 0 ? { config: config.values } : {}),
      ...(classification === metadata.classification ? {} : { classification }),
    },
  };
}

function readChangedConfig(draft: TopicDraft, rules: FormRules, { config }: TopicSpec) {
  const { asked, added } = configKeys(draft, rules);
  const errors: FieldError[] = [];
  const values: Record<string, string | null> = {};
  for (const key of [...asked, ...added]) {
    const path = CONFIG_PATH + key;
    const before = config[key] ?? null;
    const typed = textAt(draft, rules, path);
    const unset = typed.trim() === "";
    const parsed = unset ? { ok: true as const, value: null } : parseConfigInput(key, typed);
    if (!parsed.ok) errors.push({ path, message: parsed.message });
    const after = parsed.ok ? parsed.value : typed.trim();
    if (!sameConfigValue(key, before, after)) values[key] = after;
  }
  return { values, errors };
}

/** What is on the cluster now, as people read it, for a field of the form; null where nothing was seen. */
export function liveAt(
  { observed }: Pick<TopicView, "observed">,
  path: string,
  { defaults }: Pick<FormRules, "defaults">,
): string | null {
  if (!observed) return null;
  if (path === "spec.partitions") return String(observed.partitions);
  if (path === "spec.replicationFactor") return String(observed.replicationFactor);
  const key = path.slice(CONFIG_PATH.length);
  const value = observed.config[key];
  if (value !== undefined) return formatConfigValue(key, value);
  const byDefault = toldDefault(key, defaults);
  return byDefault === undefined ? "not set" : `not set, ${formatConfigValue(key, byDefault)} by default`;
}

/** A path of the request as this form calls its control: `patch.config.retention.ms` is `spec.config.retention.ms`. */
export function pathInChangeForm(path: string): string {
  if (path === "patch.classification") return "metadata.classification";
  return path.replace(/^patch\./, "spec.");
}
