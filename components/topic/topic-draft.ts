import type { FieldLimit, TopicForm } from "#lib/contract/pages";
import { defaultConfigValue } from "#lib/domain/default-config-value";
import { formatConfigValue } from "#lib/domain/topic-config-value";
import type { TopicDefaults } from "#lib/domain/topic-defaults";
import {
  type NameParts,
  type NameTemplate,
  prefixValues,
  renderTemplate,
  splitName,
} from "#lib/domain/topic-name-template";
import type { TopicPatch } from "#lib/domain/topic-spec";
import type { TopicAccessDraft } from "../access/topic-access-draft.ts";

/** What somebody typed into the form, as typed: nothing is lost because it cannot be read yet. */
export type TopicDraft = {
  /** By segment of the name's template. */
  parts: NameParts;
  /** The name while it is typed in one piece; null while it is typed by segments. */
  whole: string | null;
  /** By path in the request's input: `spec.partitions`, `spec.config.retention.ms`, `metadata.description`, `reason`. */
  fields: Readonly<Record<string, string>>;
  /** What is asked for together with a new topic. */
  access: readonly TopicAccessDraft[];
};

/** What the rules say about the cluster and team that are chosen. */
export type FormRules = {
  template: NameTemplate | null;
  prefixes: readonly string[];
  limits: readonly FieldLimit[];
  /** What counts on the cluster for a setting that is left empty. */
  defaults: TopicDefaults;
};

export const CONFIG_PATH = "spec.config.";

/** Settings that every topic is asked about; left empty, the cluster's own default counts. */
const ALWAYS_ASKED = ["retention.ms", "cleanup.policy"];

export const EMPTY_DRAFT: TopicDraft = { parts: {}, whole: null, fields: {}, access: [] };

/** The rules of a form's cluster and team. */
export function rulesOf({ template, limits, defaults, teams, team }: TopicForm): FormRules {
  const prefixes = teams.find(({ slug }) => slug === team)?.prefixes ?? [];
  // The contract leaves the separator open; a rule has one of three.
  const separator = template?.separator as NameTemplate["separator"];
  return {
    limits,
    prefixes,
    defaults,
    template: template && { separator, segments: template.segments, forbiddenWords: [] },
  };
}

/** The draft that fills the form with what a request asks for. */
export function draftOf({ name, patch, reason }: { name: string; patch: TopicPatch; reason: string }): TopicDraft {
  const { spec, metadata } = patch;
  const config = Object.entries(spec.config).map(([key, value]) => [CONFIG_PATH + key, formatConfigValue(key, value)]);
  const rate = metadata.expectedBytesPerSecond;
  const fields = {
    ...Object.fromEntries(ALWAYS_ASKED.map((key) => [CONFIG_PATH + key, ""])),
    ...Object.fromEntries(config),
    "spec.partitions": String(spec.partitions),
    "spec.replicationFactor": String(spec.replicationFactor),
    "metadata.description": metadata.description,
    "metadata.classification": metadata.classification,
    "metadata.contact": metadata.contact,
    "metadata.tags": metadata.tags.join(", "),
    "metadata.docs": metadata.docs,
    "metadata.expectedBytesPerSecond": rate === null ? "" : String(rate),
    reason,
  };
  return { parts: {}, whole: name, fields, access: [] };
}

/** What each segment of the name holds now: what was typed where it is one of the choices, else the first choice. */
export function partsOf({ parts }: TopicDraft, { template, prefixes }: FormRules): NameParts {
  const value = (segment: NameTemplate["segments"][number]) => {
    const typed = parts[segment.name];
    if (segment.type === "version") return typed ?? "v1";
    if (segment.type === "pattern" || !template) return typed ?? "";
    const choices = segment.type === "one-of" ? segment.values : prefixValues(template, prefixes);
    return typed !== undefined && choices.includes(typed) ? typed : (choices[0] ?? "");
  };
  return Object.fromEntries((template?.segments ?? []).map((segment) => [segment.name, value(segment)]));
}

/** The whole name as it stands. */
export function nameOf(draft: TopicDraft, rules: FormRules): string {
  if (draft.whole !== null) return draft.whole.trim();
  return rules.template ? renderTemplate(rules.template, partsOf(draft, rules)) : "";
}

/** True once something of the name was typed that no rule filled in. */
export function nameBegun(draft: TopicDraft, { template }: FormRules): boolean {
  if (draft.whole !== null) return draft.whole.trim() !== "";
  return (template?.segments ?? []).some(({ type, name }) => type === "pattern" && draft.parts[name]);
}

/** Takes a whole name into the form: by segments where the rules have a template and the name was typed by segments, else in one piece. */
export function withName(draft: TopicDraft, rules: FormRules, name: string): TopicDraft {
  return draft.whole === null && rules.template
    ? inSegments({ ...draft, whole: name }, rules)
    : { ...draft, whole: name };
}

/** The same name by segments. Without a template it stays in one piece. */
export function inSegments(draft: TopicDraft, rules: FormRules): TopicDraft {
  if (!rules.template) return draft;
  return { ...draft, whole: null, parts: splitName(rules.template, nameOf(draft, rules), rules.prefixes) };
}

/** The draft under other rules: what was typed is kept, the name is taken apart as the new template has it. */
export function underRules(draft: TopicDraft, before: FormRules, after: FormRules): TopicDraft {
  if (JSON.stringify(before.template) === JSON.stringify(after.template)) return draft;
  if (!nameBegun(draft, before)) return { ...draft, parts: {}, whole: after.template ? null : "" };
  const typedWhole = before.template !== null && draft.whole !== null;
  const whole = { ...draft, whole: nameOf(draft, before) };
  return typedWhole ? whole : inSegments(whole, after);
}

/** The settings that the form shows, in its order: those always asked, those that the rules need stated, those that somebody added. */
export function configKeys(
  { fields }: TopicDraft,
  { limits, defaults }: FormRules,
): { asked: string[]; added: string[] } {
  const needed = limits.filter((limit) => isNeeded(limit, defaults)).map(({ path }) => path.slice(CONFIG_PATH.length));
  const asked = [...new Set([...ALWAYS_ASKED, ...needed])];
  const stated = Object.keys(fields).flatMap((path) =>
    path.startsWith(CONFIG_PATH) ? [path.slice(CONFIG_PATH.length)] : [],
  );
  return { asked, added: stated.filter((key) => !asked.includes(key)) };
}

/** True for a setting that has to be stated: said so, or its default is less than what is allowed. */
function isNeeded({ path, required, min }: FieldLimit, defaults: TopicDefaults): boolean {
  if (!path.startsWith(CONFIG_PATH)) return false;
  const byDefault = defaultConfigValue(path.slice(CONFIG_PATH.length), defaults);
  return (
    required || (min !== null && byDefault !== undefined && /^\d+$/.test(byDefault) && BigInt(byDefault) < BigInt(min))
  );
}

export function limitAt({ limits }: FormRules, path: string): FieldLimit | undefined {
  return limits.find((limit) => limit.path === path);
}

/** What a field shows: the one value that passes, else what was typed, else a start that the rules allow. */
export function textAt(draft: TopicDraft, rules: FormRules, path: string): string {
  const limit = limitAt(rules, path);
  if (limit?.fixed) return written(path, limit.fixed);
  return draft.fields[path] ?? startAt(path, limit, rules.defaults);
}

const STARTS: Record<string, string> = {
  "spec.partitions": "6",
  "spec.replicationFactor": "1",
  "spec.config.retention.ms": "604800000",
  "spec.config.cleanup.policy": "delete",
  "metadata.classification": "internal",
};

function startAt(path: string, limit: FieldLimit | undefined, defaults: TopicDefaults): string {
  const key = path.startsWith(CONFIG_PATH) ? path.slice(CONFIG_PATH.length) : undefined;
  const start = STARTS[path] ?? (key === undefined ? undefined : defaultConfigValue(key, defaults));
  if (start === undefined) return "";
  if (limit?.allowed && !limit.allowed.includes(start)) return written(path, limit.allowed[0] ?? "");
  if (!/^\d+$/.test(start)) return written(path, start);
  const least = limit?.min && BigInt(start) < BigInt(limit.min) ? limit.min : start;
  const value = limit?.max && BigInt(limit.max) >= 0n && BigInt(least) > BigInt(limit.max) ? limit.max : least;
  return written(path, value);
}

/** A value as people write it; Kafka's own numbers are for the hint. */
export function written(path: string, value: string): string {
  return path.startsWith(CONFIG_PATH) ? formatConfigValue(path.slice(CONFIG_PATH.length), value) : value;
}

/** The name of the control of a segment: the one that an error about the name leads to is called `name`. */
export function segmentControl(segments: NameTemplate["segments"], segment: NameTemplate["segments"][number]): string {
  const first = segments.find(({ type }) => type === "pattern") ?? segments[0];
  return segment === first ? "name" : `name.${segment.name}`;
}

/** The draft with what stands in the control of that name. */
export function withControl(draft: TopicDraft, { template }: FormRules, control: string, value: string): TopicDraft {
  if (draft.whole !== null && control === "name") return { ...draft, whole: value };
  const segment = template?.segments.find((one) => segmentControl(template.segments, one) === control);
  if (segment) return { ...draft, parts: { ...draft.parts, [segment.name]: value } };
  return { ...draft, fields: { ...draft.fields, [control]: value } };
}

/** The draft with a text in one field; null takes an added setting away again. */
export function withField(draft: TopicDraft, path: string, text: string | null): TopicDraft {
  if (text !== null) return { ...draft, fields: { ...draft.fields, [path]: text } };
  return { ...draft, fields: Object.fromEntries(Object.entries(draft.fields).filter(([key]) => key !== path)) };
}
