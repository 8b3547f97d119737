"use client";

import { grouped, wholeNumber } from "#lib/domain/quantity";
import type { TopicConfigKey } from "#lib/domain/topic-config-key";
import { topicConfigKey } from "#lib/domain/topic-config-keys";
import { describeConfigValue, parseConfigInput } from "#lib/domain/topic-config-value";
import { FieldVerdict } from "../plan/verdict.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { clusterDefault } from "./default-words.ts";
import type { SettingsState } from "./settings-state.ts";
import { CONFIG_PATH, configKeys, limitAt, textAt } from "./topic-draft.ts";

const LABELS: Record<string, string> = { "retention.ms": "Retention", "cleanup.policy": "Cleanup policy" };
const HINTS: Record<string, string> = { "cleanup.policy": "delete, or compact for the latest value per key" };

/** One setting, typed as people write it: a list of choices where Kafka knows them all, else text with what it means in Kafka's numbers. */
export function ConfigField({ state, name: key }: { state: SettingsState; name: string }) {
  const path = CONFIG_PATH + key;
  const { draft, rules } = state;
  const limit = limitAt(rules, path);
  const value = textAt(draft, rules, path);
  const violations = state.violationsAt(path);
  const mayBeUnset = state.standing !== undefined || configKeys(draft, rules).asked.includes(key);
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
        hint={[HINTS[key] ?? limit?.text ?? topicConfigKey(key)?.description, liveHint(state, path)]
          .filter(Boolean)
          .join(" · ")}
        {...(mayBeUnset ? { placeholder: clusterDefault(key, rules.defaults) } : {})}
        options={options.map((option) => ({ value: option, label: option }))}
      />
    );
  }
  return (
    <TextField
      {...field}
      mono
      {...(state.standing ? { placeholder: clusterDefault(key, rules.defaults) } : {})}
      hint={textHint(state, key, value)}
    />
  );
}

/** `604,800,000 ms · at most 30 d` */
function textHint(state: SettingsState, key: string, typed: string): string {
  const { rules, form } = state;
  const limit = limitAt(rules, CONFIG_PATH + key);
  if (limit?.fixed) return `Set by policy on ${form.cluster}`;
  const allowed = limit?.text || (LABELS[key] ? "" : topicConfigKey(key)?.description);
  const words = typed.trim() === "" ? `Empty: ${clusterDefault(key, rules.defaults)}` : inOtherWords(key, typed);
  return [words, allowed, liveHint(state, CONFIG_PATH + key)].filter(Boolean).join(" · ");
}

/** `on the cluster: 30 d`, for a topic that is there. */
export function liveHint({ standing }: SettingsState, path: string): string | null {
  const live = standing?.live(path) ?? null;
  return live === null ? null : `on the cluster: ${live}`;
}

/** What was typed, the other way: Kafka's number for `7d`, `7 d` for Kafka's number. */
function inOtherWords(key: string, typed: string): string {
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
