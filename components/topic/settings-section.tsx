"use client";

import { X } from "lucide-react";
import { useRef } from "react";
import { TOPIC_CONFIG_KEYS } from "#lib/domain/topic-config-keys";
import { FieldVerdict } from "../plan/verdict.tsx";
import { CardHeader, CardSection } from "../ui/card.tsx";
import { Combobox } from "../ui/combobox.tsx";
import { NumberField } from "../ui/number-field.tsx";
import { ConfigField } from "./config-field.tsx";
import { CONFIG_PATH, configKeys, limitAt, textAt, written } from "./topic-draft.ts";
import { aboutPartitions } from "./topic-place.tsx";
import type { TopicFormState } from "./use-topic-form.tsx";

/** What Kafka is told: partitions, replication, and the settings that are stated. */
export function SettingsSection({ state }: { state: TopicFormState }) {
  const { asked, added } = configKeys(state.draft, state.rules);
  const [retention = "retention.ms", ...others] = asked;
  const partitions = [limitAt(state.rules, "spec.partitions")?.text, ...state.form.budget.filter(aboutPartitions)]
    .filter(Boolean)
    .join(" · ");

  return (
    <>
      <CardHeader title="Settings" />
      <CardSection>
        <div className="grid gap-x-3.5 gap-y-4 sm:grid-cols-2">
          <CountField state={state} path="spec.partitions" label="Partitions" hint={partitions} />
          <ConfigField state={state} name={retention} />
          <CountField
            state={state}
            path="spec.replicationFactor"
            label="Replication factor"
            hint={replicationHint(state)}
          />
          {others.map((key) => (
            <ConfigField key={key} state={state} name={key} />
          ))}
          {added.map((key) => (
            <div key={key} className="relative">
              <ConfigField state={state} name={key} />
              <button
                type="button"
                aria-label={`Remove ${key}`}
                onClick={() => state.type(CONFIG_PATH + key, null)}
                className="absolute -top-1 right-0 grid size-6 cursor-pointer place-items-center rounded-sm text-ink-3 hover:bg-sunken hover:text-ink"
              >
                <X aria-hidden className="size-4" />
              </button>
            </div>
          ))}
        </div>
        <AddSetting state={state} />
      </CardSection>
    </>
  );
}

function replicationHint({ rules, form }: TopicFormState): string {
  const limit = limitAt(rules, "spec.replicationFactor");
  return limit?.fixed
    ? `Set by policy on ${form.cluster}`
    : (limit?.text ?? "copies of each partition, on different brokers");
}

type CountFieldProps = { state: TopicFormState; path: string; label: string; hint: string };

function CountField({ state, path, label, hint }: CountFieldProps) {
  const violations = state.violationsAt(path);
  return (
    <NumberField
      label={label}
      name={path}
      value={textAt(state.draft, state.rules, path)}
      onChange={(event) => state.type(path, event.target.value)}
      disabled={Boolean(limitAt(state.rules, path)?.fixed)}
      error={state.errorAt(path)}
      aria-invalid={violations.some(({ enforcement }) => enforcement === "deny")}
      verdict={violations.length > 0 && <FieldVerdict path={path} violations={violations} onTake={state.take} />}
      hint={hint}
    />
  );
}

/** Every other setting of Kafka, with one line on what it does; only those that the rules let a topic set. */
function AddSetting({ state }: { state: TopicFormState }) {
  const root = useRef<HTMLDivElement>(null);
  const { asked, added } = configKeys(state.draft, state.rules);
  const allowed = limitAt(state.rules, "spec.config")?.allowed;
  const options = Object.entries(TOPIC_CONFIG_KEYS)
    .filter(([key]) => !asked.includes(key) && !added.includes(key) && (!allowed || allowed.includes(key)))
    .map(([key, { description }]) => ({ value: key, label: `${key}: ${description}` }));

  const add = (key: string | null) => {
    if (key === null) return;
    state.type(CONFIG_PATH + key, written(CONFIG_PATH + key, startOf(key)));
    // The new field is there after the next paint; the person goes on in it.
    requestAnimationFrame(() => focusControl(root.current?.closest("form"), CONFIG_PATH + key));
  };

  return (
    <div ref={root} className="mt-4">
      <Combobox
        // A new one after each choice, so that it is empty again.
        key={added.length}
        label="Add a setting"
        optional
        options={options}
        value={null}
        onValueChange={add}
        placeholder="max.message.bytes, compression.type, …"
        nothing="No setting of that name can be stated here."
      />
    </div>
  );
}

function startOf(key: string): string {
  return Object.hasOwn(TOPIC_CONFIG_KEYS, key) ? TOPIC_CONFIG_KEYS[key as keyof typeof TOPIC_CONFIG_KEYS].default : "";
}

function focusControl(form: HTMLFormElement | null | undefined, name: string): void {
  const control = form?.elements.namedItem(name);
  if (control instanceof HTMLElement) control.focus();
}
