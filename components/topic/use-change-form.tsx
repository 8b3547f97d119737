"use client";

import { useState } from "react";
import type { TopicChangeForm } from "#lib/contract/pages";
import type { Violation } from "#lib/domain/policy";
import { useFieldNotice } from "../command/use-field-notice.tsx";
import {
  type ChangingTopic,
  changeDraftOf,
  liveAt,
  pathInChangeForm,
  readTopicChange,
  rulesOfChange,
} from "./change-draft.ts";
import { problemAt } from "./form-problems.ts";
import { CONFIG_PATH, configKeys, withField, written } from "./topic-draft.ts";
import { useMeasuredPreview } from "./use-measured-preview.tsx";

export type ChangeFormState = ReturnType<typeof useChangeForm>;

/** The state of the form that changes a topic: what was typed over what is desired, and the judgement of the difference, asked while typing rests. */
export function useChangeForm(topic: ChangingTopic, form: TopicChangeForm) {
  const { cluster, name, desired } = topic;
  const rules = rulesOfChange(form);
  const [draft, setDraft] = useState(() => changeDraftOf(topic, rules));
  const notice = useFieldNotice();

  const { patch, errors: unreadable } = readTopicChange(draft, rules, topic);
  const changed = Object.keys(patch).length > 0;
  const question = { kind: "change", cluster, name, patch };
  const asked = changed && unreadable.length === 0 ? JSON.stringify(question) : null;
  const preview = useMeasuredPreview(topic, asked);
  const { answer } = preview;
  const violations = (answer?.violations ?? []).map(inForm);
  const wrong = [...unreadable, ...(answer?.errors ?? []).map(inForm)];
  const denied = violations.filter(({ enforcement }) => enforcement === "deny");
  const stated = configKeys(draft, rules);
  const hasField = (path: string) =>
    !path.startsWith(CONFIG_PATH) || [...stated.asked, ...stated.added].includes(path.slice(CONFIG_PATH.length));

  const type = (path: string, text: string | null) => {
    setDraft((before) => withField(before, path, text));
    notice.touch(path);
  };
  return {
    form: { cluster, budget: form.budget },
    standing: { keys: Object.keys(desired.config), live: (path: string) => liveAt(topic, path, rules) },
    rules,
    draft,
    changed,
    preview,
    unreadable,
    problems: [...wrong, ...denied.map(({ path, message }) => ({ path, message }))],
    /** Why it would be refused, where no field and no rule says so. */
    refusal: wrong.length + denied.length === 0 ? (answer?.refusal ?? null) : null,
    input: { ...question, reason: draft.fields.reason ?? "" },
    type,
    take: ({ path, suggestion }: Violation) => type(path, written(path, String(suggestion ?? ""))),
    attempted: notice.attempted,
    /** What is wrong with a field in itself; quiet until it was touched. */
    errorAt: (path: string) => {
      if (!notice.shown(path)) return undefined;
      const broken = violations.some((violation) => violation.path === path);
      return problemAt(wrong, path) ?? (broken ? undefined : problemAt(notice.refused(path).map(inForm), path));
    },
    violationsAt: (path: string) => (notice.shown(path) ? violations.filter((one) => one.path === path) : []),
    /** Broken rules that no field of the form tells. */
    violationsElsewhere: violations.filter(({ path }) => !notice.shown(path) || !hasField(path)),
  };
}

function inForm<Problem extends { path: string }>(problem: Problem): Problem {
  return { ...problem, path: pathInChangeForm(problem.path) };
}
