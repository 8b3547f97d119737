"use client";

import { useId } from "react";
import type { NameSegment } from "#lib/domain/policy";
import { prefixValues } from "#lib/domain/topic-name-template";
import { FieldVerdict } from "../plan/verdict.tsx";
import { CardHeader, CardSection } from "../ui/card.tsx";
import { FieldError } from "../ui/field-error.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { inSegments, nameOf, partsOf, segmentControl } from "./topic-draft.ts";
import { TopicPlace } from "./topic-place.tsx";
import type { Editing, TopicFormState } from "./use-topic-form.tsx";

const textButton = "min-h-6 cursor-pointer font-medium text-accent underline underline-offset-2";

/** Where the topic will be, whose it is, and what it is called: one field per segment of the name's template. */
export function NameSection({ state, editing }: { state: TopicFormState; editing: Editing | null }) {
  const { rules, draft, form } = state;
  const bySegment = rules.template !== null && draft.whole === null;
  const messages = useId();

  return (
    <>
      <CardHeader
        title="Name"
        aside={form.template?.label && <span className="font-mono text-small">{form.template.label}</span>}
      />
      <CardSection>
        <TopicPlace form={form} fixed={editing !== null} />
        {bySegment ? <Segments state={state} messages={messages} /> : <WholeName state={state} messages={messages} />}
        <div id={messages}>
          <FieldError message={state.errorAt("name")} />
          <div aria-live="polite">
            <FieldVerdict path="name" violations={state.violationsAt("name")} onTake={state.take} />
          </div>
        </div>
        <NameHint state={state} bySegment={bySegment} />
      </CardSection>
    </>
  );
}

function NameHint({ state: { rules, draft, changeName }, bySegment }: { state: TopicFormState; bySegment: boolean }) {
  if (!rules.template) return null;
  const name = nameOf(draft, rules);

  return (
    <div className="mt-2.5 text-small text-ink-3">
      {bySegment && (
        <>
          Full name <output className="font-mono text-ink wrap-anywhere">{name}</output> · or{" "}
        </>
      )}
      <button
        type="button"
        className={textButton}
        onClick={() => changeName((before) => (bySegment ? { ...before, whole: "" } : inSegments(before, rules)))}
      >
        {bySegment ? "paste a whole name" : "Take it apart into its fields"}
      </button>
    </div>
  );
}

function WholeName({ state, messages }: { state: TopicFormState; messages: string }) {
  const { draft, changeName, rules } = state;
  return (
    <TextField
      label="Whole name"
      name="name"
      mono
      // Shown because the person asked for it just now: this is where they go on.
      autoFocus={rules.template !== null}
      value={draft.whole ?? ""}
      onChange={(event) => changeName((before) => ({ ...before, whole: event.target.value }))}
      aria-invalid={isWrong(state)}
      aria-describedby={messages}
    />
  );
}

function Segments({ state, messages }: { state: TopicFormState; messages: string }) {
  const segments = state.rules.template?.segments ?? [];
  return (
    <div className="flex flex-col gap-2.5 sm:flex-row">
      {segments.map((segment) => (
        <Segment
          key={segment.name}
          segment={segment}
          name={segmentControl(segments, segment)}
          messages={messages}
          state={state}
        />
      ))}
    </div>
  );
}

const widths: Record<NameSegment["type"], string> = {
  "team-prefix": "sm:w-36",
  "one-of": "sm:w-36",
  pattern: "sm:flex-1",
  version: "sm:w-24",
};

type SegmentProps = { segment: NameSegment; name: string; messages: string; state: TopicFormState };

function Segment({ segment, name, messages, state }: SegmentProps) {
  const { rules, draft, changeName } = state;
  const value = partsOf(draft, rules)[segment.name] ?? "";
  const label = segment.name.charAt(0).toUpperCase() + segment.name.slice(1);
  const shared = { label, name, className: widths[segment.type] };
  const type = (text: string) =>
    changeName((before) => ({ ...before, parts: { ...before.parts, [segment.name]: text } }));

  if (segment.type === "team-prefix" || segment.type === "one-of") {
    const choices =
      segment.type === "one-of" ? segment.values : rules.template ? prefixValues(rules.template, rules.prefixes) : [];
    if (choices.length < 2) return <TextField {...shared} mono readOnly value={choices[0] ?? ""} />;
    return (
      <Select
        {...shared}
        value={value}
        onChange={(event) => type(event.target.value)}
        options={choices.map((choice) => ({ value: choice, label: choice }))}
      />
    );
  }
  return (
    <TextField
      {...shared}
      mono
      value={value}
      onChange={(event) => type(event.target.value)}
      aria-invalid={segment.type === "pattern" && isWrong(state)}
      aria-describedby={messages}
      hint={segment.type === "pattern" ? segment.describe : undefined}
    />
  );
}

function isWrong({ errorAt, violationsAt }: TopicFormState): boolean {
  return errorAt("name") !== undefined || violationsAt("name").some(({ enforcement }) => enforcement === "deny");
}
