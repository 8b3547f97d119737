"use client";

import { FieldVerdict } from "../plan/verdict.tsx";
import { Autocomplete } from "../ui/autocomplete.tsx";
import { useLatestAnswer } from "../ui/use-latest-answer.tsx";
import type { AccessItemDraft } from "./access-draft.ts";
import { findTopics, topicQuestion } from "./find-topics.ts";
import type { AccessFormState } from "./use-access-form.tsx";

type TopicFieldProps = { state: AccessFormState; index: number; item: AccessItemDraft };

/** The topic, or the text that topic names begin with; suggestions come from the catalogue, and any name may be typed. */
export function TopicField({ state, index, item }: TopicFieldProps) {
  const path = `items.${index}.topic`;
  const question = topicQuestion(state.where.place.cluster, item.topic);
  const { answer } = useLatestAnswer(question, findTopics);
  // The name as it is already: nothing to suggest.
  const suggestions = (answer ?? []).filter(({ value }) => value !== item.topic);
  const violations = state.violationsAt(path);
  const owner = state.preview.answer?.items[index]?.owner;

  return (
    <Autocomplete
      label={item.prefixed ? "Topics that begin with" : "Topic"}
      name={path}
      mono
      className="sm:flex-1"
      value={item.topic}
      onChange={(event) => state.changeItem(path, item.id, { topic: event.target.value })}
      suggestions={suggestions}
      placeholder="orders.order-placed.v1"
      error={state.errorAt(path)}
      aria-invalid={violations.some(({ enforcement }) => enforcement === "deny")}
      verdict={violations.length > 0 && <FieldVerdict path={path} violations={violations} onTake={state.take} />}
      hint={owner && item.topic.trim() !== "" ? `Owned by ${owner.name}, who decides` : "Type a part of its name"}
    />
  );
}
