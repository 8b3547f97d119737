"use client";

import { grouped } from "#lib/domain/quantity";
import { CLASSIFICATIONS } from "#lib/domain/topic-spec";
import { FieldVerdict } from "../plan/verdict.tsx";
import { CardHeader, CardSection } from "../ui/card.tsx";
import { Select } from "../ui/select.tsx";
import { TextArea } from "../ui/text-area.tsx";
import { TextField } from "../ui/text-field.tsx";
import type { SettingsState } from "./settings-state.ts";
import { limitAt, textAt } from "./topic-draft.ts";
import type { TopicFormState } from "./use-topic-form.tsx";

/** What people say about the topic; Kafka knows none of it. */
export function AboutSection({ state }: { state: TopicFormState }) {
  const rate = state.input.metadata.expectedBytesPerSecond;

  return (
    <>
      <CardHeader title="About" />
      <CardSection className="grid gap-4">
        <TextArea {...field(state, "description", "One event per …, keyed by …")} label="Description" />
        <div className="grid gap-x-3.5 gap-y-4 sm:grid-cols-2">
          <ClassificationField state={state} />
          <TextField
            {...field(state, "expectedBytesPerSecond", "on average, before replication: 5 kB/s")}
            label="Expected rate"
            mono
            hint={
              rate === null
                ? "on average, before replication: 5 kB/s"
                : `${grouped(rate)} bytes per second, before replication`
            }
          />
          <TextField {...field(state, "contact", "a mailbox or a channel; empty: the owner team’s")} label="Contact" />
          <TextField {...field(state, "tags", "lower-case words, separated by commas")} label="Tags" />
        </div>
        <TextArea
          {...field(state, "docs", "Markdown: the fields, examples, what readers must know")}
          label="Docs"
          mono
          rows={4}
        />
      </CardSection>
    </>
  );
}

/** How sensitive the records are; of a topic that is there, the one that it has stays among the choices. */
export function ClassificationField({ state }: { state: SettingsState }) {
  const path = "metadata.classification";
  const allowed = limitAt(state.rules, path)?.allowed ?? CLASSIFICATIONS;
  const now = textAt(state.draft, state.rules, path);
  return (
    <Select
      {...field(state, "classification", "who may read it without asking twice")}
      label="Classification"
      options={[...new Set([...allowed, now])].map((value) => ({ value, label: value }))}
    />
  );
}

/** Why it is asked for; read by the person who decides. */
export function WhySection({ state }: { state: SettingsState }) {
  return (
    <>
      <CardHeader title="Why" />
      <CardSection>
        <TextArea
          label="Reason"
          name="reason"
          value={textAt(state.draft, state.rules, "reason")}
          onChange={(event) => state.type("reason", event.target.value)}
          error={state.errorAt("reason")}
          hint="Read by the person who decides, and kept in the audit trail."
        />
      </CardSection>
    </>
  );
}

const ALWAYS_STATED = new Set(["description", "classification"]);

function field(state: SettingsState, name: string, hint: string) {
  const path = `metadata.${name}`;
  const limit = limitAt(state.rules, path);
  const violations = state.violationsAt(path);
  return {
    name: path,
    value: textAt(state.draft, state.rules, path),
    onChange: (event: { target: { value: string } }) => state.type(path, event.target.value),
    optional: !limit?.required && !ALWAYS_STATED.has(name),
    error: state.errorAt(path),
    "aria-invalid": violations.some(({ enforcement }) => enforcement === "deny"),
    verdict: violations.length > 0 && <FieldVerdict path={path} violations={violations} onTake={state.take} />,
    hint: limit?.text && limit.text !== "required" ? `${hint} · ${limit.text}` : hint,
  };
}
