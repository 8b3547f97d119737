import { parseBytes, UNLIMITED } from "#lib/domain/quantity";
import type { FieldError } from "#lib/domain/result";
import { parseConfigInput } from "#lib/domain/topic-config-value";
import { CONFIG_PATH, configKeys, type FormRules, nameOf, type TopicDraft, textAt } from "./topic-draft.ts";

/** A draft as the contract's input. What cannot be read goes along as typed: the server names it too, and judges the rest. */
export type TopicInput = {
  name: string;
  spec: { partitions: number | string; replicationFactor: number | string; config: Record<string, string> };
  metadata: {
    description: string;
    classification: string;
    contact: string;
    tags: string[];
    docs: string;
    expectedBytesPerSecond: number | null;
  };
  reason: string;
};

/** Reads what was typed. `errors` are the fields that cannot be read, before anything is sent. */
export function readTopicDraft(draft: TopicDraft, rules: FormRules): { input: TopicInput; errors: FieldError[] } {
  const text = (path: string) => textAt(draft, rules, path);
  const counts = [readWholeNumber(text, "spec.partitions"), readWholeNumber(text, "spec.replicationFactor")] as const;
  const config = readConfig(draft, rules);
  const rate = readRate(text("metadata.expectedBytesPerSecond"));

  return {
    errors: [...counts.flatMap(({ error }) => error ?? []), ...config.errors, ...(rate.error ? [rate.error] : [])],
    input: {
      name: nameOf(draft, rules),
      spec: { partitions: counts[0].value, replicationFactor: counts[1].value, config: config.values },
      metadata: {
        description: text("metadata.description"),
        classification: text("metadata.classification"),
        contact: text("metadata.contact"),
        tags: readTags(text("metadata.tags")),
        docs: text("metadata.docs"),
        expectedBytesPerSecond: rate.value,
      },
      reason: text("reason"),
    },
  };
}

type Text = (path: string) => string;
type Read<Value> = { value: Value; error: FieldError | null };

/** A whole number of at most 15 digits, as typed at `path`. */
export function readWholeNumber(text: Text, path: string): Read<number | string> {
  const typed = text(path).trim();
  if (/^\d{1,15}$/.test(typed)) return { value: Number(typed), error: null };
  const message = typed === "" ? "This needs a whole number." : `“${typed}” is not a whole number.`;
  return { value: typed, error: { path, message } };
}

/** An empty field of a setting that is always asked leaves the setting out; an added one needs a value. */
function readConfig(draft: TopicDraft, rules: FormRules): { values: Record<string, string>; errors: FieldError[] } {
  const { asked, added } = configKeys(draft, rules);
  const errors: FieldError[] = [];
  const values: [string, string][] = [];
  for (const key of [...asked, ...added]) {
    const path = CONFIG_PATH + key;
    const typed = textAt(draft, rules, path);
    if (typed.trim() === "" && asked.includes(key)) continue;
    const parsed = parseConfigInput(key, typed);
    if (!parsed.ok) errors.push({ path, message: parsed.message });
    values.push([key, parsed.ok ? parsed.value : typed.trim()]);
  }
  return { values: Object.fromEntries(values), errors };
}

/** Words, separated by commas or spaces. */
export function readTags(typed: string): string[] {
  return typed.split(/[\s,]+/).filter(Boolean);
}

/** `5 kB/s`, `5kB`, `5000`: bytes per second. */
export function readRate(typed: string): Read<number | null> {
  const path = "metadata.expectedBytesPerSecond";
  const amount = typed.trim().replace(/\s*\/\s*s$/, "");
  if (amount === "") return { value: null, error: null };
  const parsed = parseBytes(amount);
  if (!parsed.ok || parsed.value === UNLIMITED) {
    const message = `“${typed.trim()}” cannot be read as a rate. Write 5 kB/s, 1.5 MB/s or a number of bytes per second.`;
    return { value: null, error: { path, message } };
  }
  return { value: Number(parsed.value), error: null };
}
