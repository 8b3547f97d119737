"use client";

import { grouped, wholeNumber } from "#lib/domain/quantity";
import type { TopicConfigKey } from "#lib/domain/topic-config-key";
import { topicConfigKey } from "#lib/domain/topic-config-keys";
import { describeConfigValue, parseConfigInput } from "#lib/domain/topic-config-value";
import { FieldVerdict } from "../plan/verdict.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { CONFIG_PATH, configKeys, limitAt, textAt } from "./topic-draft.ts";
import type { TopicFormState } from "./use-topic-form.tsx";

const LABELS: Record<string, string> = { "retention.ms": "Retention", "cleanup.policy": "Cleanup policy" };
const HINTS: Record<string, string> = { "cleanup.policy": "delete, or compact for the latest value per key" };

/** One setting, typed as people write it: a list of choices where Kafka knows them all, else text with what it means in Kafka's numbers. */
export function ConfigField({ state, name: key }: { state: TopicFormState; name: string }) {
  const path = CONFIG_PATH + key;
  const { draft, rules } = state;
  const limit = limitAt(rules, path);
  const value = textAt(draft, rules, path);
  const violations = state.violationsAt(path);
  const asked = configKeys(draft, rules).asked.includes(key);
  const choices = choicesOf(topicConfigKey(key), limit?.allowed);

  const field = {
    label: LABELS[key] ?? key,
    name: path,
    value,
    disabled: Boolean(limit?.fixed),
    error: state.errorAt(path),
    "aria-invalid": violations.some(({ enforcement }) => enforcement === "deny"),
    verdict: violations.length > 0 && <FieldVerdict path={path} violations={violations} onTake={state.take} />,
    onChange: (event: { target: { value: string } }) => state.type(path, event.target.value),
  };
  if (choices && !limit?.fixed) {
    const options = choices.includes(value) || value === "" ? choices : [value, ...choices];
    return (
      <Select
        {...field}
        hint={HINTS[key] ?? limit?.text ?? topicConfigKey(key)?.description}
        {...(asked ? { placeholder: "the cluster’s default" } : {})}
        options={options.map((option) => ({ value: option, label: option }))}
      />
    );
  }
  return <TextField {...field} mono hint={textHint(state, key, value)} />;
}

/** `604,800,000 ms · at most 30 d` */
function textHint({ rules, form }: TopicFormState, key: string, typed: string): string {
  const limit = limitAt(rules, CONFIG_PATH + key);
  if (limit?.fixed) return `Set by policy on ${form.cluster}`;
  const allowed = limit?.text || (LABELS[key] ? "" : topicConfigKey(key)?.description);
  return [inOtherWords(key, typed), allowed].filter(Boolean).join(" · ");
}

/** What was typed, the other way: Kafka's number for `7d`, `7 d` for Kafka's number. */
function inOtherWords(key: string, typed: string): string {
  if (typed.trim() === "") return "Empty: the cluster’s default";
  const parsed = parseConfigInput(key, typed);
  if (!parsed.ok) return "";
  const { short, exact } = describeConfigValue(key, parsed.value);
  if (exact === null) return "";
  const number = wholeNumber(typed.trim());
  return number === undefined || short === "unlimited" ? exact : `${short}, ${grouped(number)}`;
}

function choicesOf(
  known: TopicConfigKey | undefined,
  allowed: readonly string[] | null | undefined,
): readonly string[] | undefined {
  if (allowed) return allowed;
  if (known?.type === "boolean") return ["true", "false"];
  if (known?.type === "enum") return known.values;
  if (known?.type === "list" && known.values) return [...known.values, known.values.join(",")];
  return undefined;
}
