"use client";

import { X } from "lucide-react";
import { useRef } from "react";
import { defaultConfigValue } from "#lib/domain/default-config-value";
import { TOPIC_CONFIG_KEYS } from "#lib/domain/topic-config-keys";
import { FieldVerdict } from "../plan/verdict.tsx";
import { CardHeader, CardSection } from "../ui/card.tsx";
import { Combobox } from "../ui/combobox.tsx";
import { NumberField } from "../ui/number-field.tsx";
import { ConfigField, liveHint } from "./config-field.tsx";
import type { SettingsState } from "./settings-state.ts";
import { CONFIG_PATH, configKeys, limitAt, textAt, written } from "./topic-draft.ts";
import { aboutPartitions } from "./topic-place.tsx";

/** What Kafka is told: partitions, replication, and the settings that are stated. */
export function SettingsSection({ state }: { state: SettingsState }) {
  const { asked, added } = configKeys(state.draft, state.rules);
  const [retention = "retention.ms", ...others] = asked;
  const partitions = [
    limitAt(state.rules, "spec.partitions")?.text,
    liveHint(state, "spec.partitions"),
    ...state.form.budget.filter(aboutPartitions),
  ];

  return (
    <>
      <CardHeader title="Settings" />
      <CardSection>
        <div className="grid gap-x-3.5 gap-y-4 sm:grid-cols-2">
          <CountField
            state={state}
            path="spec.partitions"
            label="Partitions"
            hint={partitions.filter(Boolean).join(" · ")}
          />
          <SettingField state={state} name={retention} />
          <CountField
            state={state}
            path="spec.replicationFactor"
            label="Replication factor"
            hint={replicationHint(state)}
          />
          {others.map((key) => (
            <SettingField key={key} state={state} name={key} />
          ))}
          {added.map((key) => (
            <SettingField key={key} state={state} name={key} added />
          ))}
        </div>
        <AddSetting state={state} />
      </CardSection>
    </>
  );
}

type SettingFieldProps = { state: SettingsState; name: string /** Not asked of every topic. */; added?: boolean };

/** A setting with the way back from it: one that is desired of a topic that is there is unset, one that was only added here goes away. */
function SettingField({ state, name, added = false }: SettingFieldProps) {
  const path = CONFIG_PATH + name;
  const desired = state.standing?.keys.includes(name) ?? false;
  const removes = added && !desired;
  const unsets = desired && textAt(state.draft, state.rules, path) !== "";

  return (
    <div className="relative min-w-0">
      <ConfigField state={state} name={name} />
      {(removes || unsets) && (
        <button
          type="button"
          aria-label={removes ? `Remove ${name}` : `Unset ${name}`}
          onClick={() => state.type(path, removes ? null : "")}
          className="absolute -top-1 right-0 inline-flex min-h-6 min-w-6 cursor-pointer items-center justify-center gap-1 rounded-sm px-1 text-xs text-ink-3 hover:bg-sunken hover:text-ink"
        >
          {unsets && "unset"}
          <X aria-hidden className="size-4" />
        </button>
      )}
    </div>
  );
}

function replicationHint(state: SettingsState): string {
  const limit = limitAt(state.rules, "spec.replicationFactor");
  if (limit?.fixed) return `Set by policy on ${state.form.cluster}`;
  const allowed = limit?.text ?? "copies of each partition, on different brokers";
  return [allowed, liveHint(state, "spec.replicationFactor")].filter(Boolean).join(" · ");
}

type CountFieldProps = { state: SettingsState; path: string; label: string; hint: string };

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
function AddSetting({ state }: { state: SettingsState }) {
  const root = useRef<HTMLDivElement>(null);
  const { asked, added } = configKeys(state.draft, state.rules);
  const allowed = limitAt(state.rules, "spec.config")?.allowed;
  const options = Object.entries(TOPIC_CONFIG_KEYS)
    .filter(([key]) => !asked.includes(key) && !added.includes(key) && (!allowed || allowed.includes(key)))
    .map(([key, { description }]) => ({ value: key, label: `${key}: ${description}` }));

  const add = (key: string | null) => {
    if (key === null) return;
    state.type(CONFIG_PATH + key, written(CONFIG_PATH + key, defaultConfigValue(key, state.rules.defaults) ?? ""));
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

function focusControl(form: HTMLFormElement | null | undefined, name: string): void {
  const control = form?.elements.namedItem(name);
  if (control instanceof HTMLElement) control.focus();
}
