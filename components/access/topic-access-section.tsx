"use client";

import { Plus } from "lucide-react";
import { ownNamespace } from "#lib/domain/grant";
import { nameBegun, nameOf } from "../topic/topic-draft.ts";
import type { TopicFormState } from "../topic/use-topic-form.tsx";
import { Button } from "../ui/button.tsx";
import { CardHeader, CardSection } from "../ui/card.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { endDateOf } from "./end-date.ts";
import { type TopicAccessDraft, topicAccessGroup, withTopicAccess } from "./topic-access-draft.ts";

/** The applications that may be let in, and the end that is usual. */
export type TopicAccessChoices = {
  applications: readonly { slug: string }[];
  /** ISO 8601. */
  suggestedExpiry: string;
};

type TopicAccessSectionProps = { state: TopicFormState; choices: TopicAccessChoices };

/** Access for applications of one's own, asked for together with the topic: it waits for the topic and is decided for itself. */
export function TopicAccessSection({ state, choices }: TopicAccessSectionProps) {
  const { access } = state.draft;
  const first = choices.applications[0];
  if (!first) return null;

  const start = { application: first.slug, until: endDateOf(choices.suggestedExpiry) };
  return (
    <>
      <CardHeader title="Access for an application of ours" aside="optional" />
      <CardSection className="grid gap-4">
        {access.length === 0 && (
          <p className="text-ink-2">
            A topic alone lets nobody in. What is asked for here is a request of its own that waits for the topic.
          </p>
        )}
        {access.map((entry, index) => (
          <Entry key={entry.id} entry={entry} index={index} state={state} choices={choices} />
        ))}
        <div>
          <Button
            size="small"
            icon={<Plus aria-hidden className="size-4" />}
            onClick={() => state.changeAccess("access", (before) => withTopicAccess(before, start))}
          >
            Add access
          </Button>
        </div>
      </CardSection>
    </>
  );
}

type EntryProps = TopicAccessSectionProps & { entry: TopicAccessDraft; index: number };

function Entry({ entry, index, state, choices }: EntryProps) {
  const path = `access.${index}`;
  const change = (field: string, changed: Partial<TopicAccessDraft>) =>
    state.changeAccess(`${path}.${field}`, (before) =>
      before.map((one) => (one.id === entry.id ? { ...one, ...changed } : one)),
    );
  const remove = () => state.changeAccess("access", (before) => before.filter((one) => one.id !== entry.id));

  return (
    <fieldset className="grid min-w-0 gap-2.5 rounded border border-line p-3 sm:grid-cols-2">
      <legend className="sr-only">Access {index + 1}</legend>
      <Select
        label="Application"
        name={`${path}.application`}
        options={choices.applications.map(({ slug }) => ({ value: slug, label: slug }))}
        value={entry.application}
        error={state.errorAt(`${path}.application`)}
        onChange={(event) => change("application", { application: event.target.value })}
      />
      <Select
        label="May"
        name={`${path}.operation`}
        options={["produce", "consume"].map((value) => ({ value, label: value }))}
        value={entry.operation}
        error={state.errorAt(`${path}.operation`)}
        onChange={(event) =>
          change("operation", { operation: event.target.value === "consume" ? "consume" : "produce" })
        }
      />
      {entry.operation === "consume" && (
        <TextField
          label="Consumer group"
          name={`${path}.consumerGroup.name`}
          mono
          value={topicAccessGroup(entry, nameBegun(state.draft, state.rules) ? nameOf(state.draft, state.rules) : "")}
          error={state.errorAt(`${path}.consumerGroup`)}
          onChange={(event) => change("consumerGroup.name", { group: event.target.value })}
          hint={`Names that begin with ${ownNamespace(entry.application)} are its alone.`}
        />
      )}
      <TextField
        label="Last day"
        name={`${path}.expiresAt`}
        mono
        value={entry.until}
        error={state.errorAt(`${path}.expiresAt`)}
        onChange={(event) => change("expiresAt", { until: event.target.value })}
        hint="to the end of that day in UTC"
      />
      <div className="sm:col-span-2">
        <Button size="small" variant="quiet" aria-label={`Take access ${index + 1} away`} onClick={remove}>
          Take away
        </Button>
      </div>
    </fieldset>
  );
}
