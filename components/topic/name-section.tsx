"use client";

import type { NameSegment } from "#lib/domain/policy";
import { type NameTemplate, prefixValues, renderTemplate } from "#lib/domain/topic-name-template";
import { FieldVerdict } from "../plan/verdict.tsx";
import { CardHeader, CardSection } from "../ui/card.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { inSegments, partsOf, segmentControl } from "./topic-draft.ts";
import { TopicPlace } from "./topic-place.tsx";
import type { Editing, TopicFormState } from "./use-topic-form.tsx";

/** Where the topic will be, whose it is, and what it is called: one field per segment of the name's template. */
export function NameSection({ state, editing }: { state: TopicFormState; editing: Editing | null }) {
  const { rules, draft, form } = state;
  const label = form.template?.label;
  const template = draft.whole === null ? rules.template : null;

  return (
    <>
      <CardHeader title="Name" aside={label && <span className="font-mono text-small">{label}</span>} />
      <CardSection>
        <TopicPlace form={form} fixed={editing !== null} />
        {template ? <Segments state={state} template={template} /> : <WholeName state={state} />}
        <NameHint state={state} />
      </CardSection>
    </>
  );
}

/** The whole name as it comes about, and the way to type it in one piece and back. */
function NameHint({ state: { rules, draft, changeName } }: { state: TopicFormState }) {
  const { template } = rules;
  if (!template) return null;
  const bySegment = draft.whole === null;
  const parts = Object.entries(partsOf(draft, rules)).map(([name, part]) => [name, part || "…"]);

  return (
    <div className="mt-2.5 text-small text-ink-3">
      {bySegment && (
        <>
          Full name{" "}
          <output className="font-mono text-ink wrap-anywhere">
            {renderTemplate(template, Object.fromEntries(parts))}
          </output>{" "}
          · or{" "}
        </>
      )}
      <button
        type="button"
        className="min-h-6 cursor-pointer font-medium text-accent underline underline-offset-2"
        onClick={() => changeName((before) => (bySegment ? { ...before, whole: "" } : inSegments(before, rules)))}
      >
        {bySegment ? "paste a whole name" : "Take it apart into its fields"}
      </button>
    </div>
  );
}

/** What is said about the name, at the control that an error about it leads to. */
function aboutName({ errorAt, violationsAt, take }: TopicFormState) {
  const violations = violationsAt("name");
  return {
    error: errorAt("name"),
    "aria-invalid": violations.some(({ enforcement }) => enforcement === "deny"),
    verdict: violations.length > 0 && <FieldVerdict path="name" violations={violations} onTake={take} />,
  };
}

function WholeName({ state }: { state: TopicFormState }) {
  const { draft, changeName, rules } = state;
  return (
    <TextField
      {...aboutName(state)}
      label="Whole name"
      name="name"
      mono
      // Shown because the person asked for it just now: this is where they go on.
      autoFocus={rules.template !== null}
      value={draft.whole ?? ""}
      onChange={(event) => changeName((before) => ({ ...before, whole: event.target.value }))}
    />
  );
}

function Segments({ state, template }: { state: TopicFormState; template: NameTemplate }) {
  return (
    <div className="flex flex-col gap-2.5 sm:flex-row">
      {template.segments.map((segment) => (
        <Segment key={segment.name} segment={segment} state={state} template={template} />
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

type SegmentProps = { segment: NameSegment; state: TopicFormState; template: NameTemplate };

function Segment({ segment, state, template }: SegmentProps) {
  const name = segmentControl(template.segments, segment);
  const shared = {
    ...(name === "name" ? aboutName(state) : {}),
    label: segment.name.charAt(0).toUpperCase() + segment.name.slice(1),
    name,
    className: widths[segment.type],
    value: partsOf(state.draft, state.rules)[segment.name] ?? "",
    onChange: (event: { target: { value: string } }) => {
      const text = event.target.value;
      state.changeName((before) => ({ ...before, parts: { ...before.parts, [segment.name]: text } }));
    },
  };

  if (segment.type === "version") return <TextField {...shared} mono />;
  if (segment.type === "pattern") return <TextField {...shared} mono hint={segment.describe} />;
  const choices = segment.type === "one-of" ? segment.values : prefixValues(template, state.rules.prefixes);
  if (choices.length < 2) return <TextField {...shared} mono readOnly />;
  return <Select {...shared} options={choices.map((choice) => ({ value: choice, label: choice }))} />;
}
