"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useState, useTransition } from "react";
import type { TopicForm } from "#lib/contract/pages";
import type { TopicPreview } from "#lib/contract/topic-requests";
import type { Violation } from "#lib/domain/policy";
import { readTopicAccess } from "../access/topic-access-draft.ts";
import { useFieldNotice } from "../command/use-field-notice.tsx";
import { useLatestAnswer } from "../ui/use-latest-answer.tsx";
import { fetchTopicPreview } from "./fetch-topic-preview.ts";
import { formProblems, problemAt } from "./form-problems.ts";
import { readTopicDraft } from "./read-topic-draft.ts";
import {
  CONFIG_PATH,
  configKeys,
  type FormRules,
  inSegments,
  nameBegun,
  rulesOf,
  type TopicDraft,
  underRules,
  withControl,
  withField,
  withName,
  written,
} from "./topic-draft.ts";

/** An open request that is being changed: its place and its team stay. */
export type Editing = { requestId: number; version: number };

/** What the sections of the form share: the draft, the rules, and what is known about each field. */
export type TopicFormState = ReturnType<typeof useTopicForm>;

/**
 * The state of the form: what was typed, the rules of the cluster and team in the address, and the judgement of both, asked while typing
 * rests. `initial` fills it once; other rules keep what was typed.
 */
export function useTopicForm(form: TopicForm, initial: TopicDraft, editing: Editing | null) {
  const rules = rulesOf(form);
  const [draft, setDraft] = useDraftUnder(rules, form, initial);
  const notice = useFieldNotice();

  const read = readTopicDraft(draft, rules);
  const access = readTopicAccess(draft.access, read.input.name);
  // Without any, the request is the same as one that never heard of it: an edit takes none.
  const input = { ...read.input, ...(access.input.length > 0 ? { access: access.input } : {}) };
  const unreadable = [...read.errors, ...access.errors];
  const begun = nameBegun(draft, rules) && form.cluster !== null && form.team !== null;
  const { reason, ...judged } = input;
  const question = { kind: "create", cluster: form.cluster, team: form.team, ...judged, editing: editing?.requestId };
  const { answer, pending, failed } = useLatestAnswer<TopicPreview>(
    begun ? JSON.stringify(question) : null,
    fetchTopicPreview,
  );
  const problems = formProblems(unreadable, answer);

  const change = (path: string, next: (draft: TopicDraft) => TopicDraft) => {
    setDraft(next);
    notice.touch(path);
  };
  const shown = (path: string) => editing !== null || notice.shown(path);

  return {
    form,
    rules,
    draft,
    input,
    preview: { answer, pending, failed },
    unreadable,
    problems,
    /** Types into a field; null takes an added setting away again. */
    type: (path: string, text: string | null) => change(path, (before) => withField(before, path, text)),
    changeAccess: (path: string, next: (access: TopicDraft["access"]) => TopicDraft["access"]) =>
      change(path, (before) => ({ ...before, access: next(before.access) })),
    changeName: (next: (draft: TopicDraft) => TopicDraft) => change("name", next),
    /** Takes over what stands in a control; the place is the address's to say. */
    adopt: (control: string, value: string) => {
      if (control !== "cluster" && control !== "team" && !control.startsWith("access."))
        change(control.replace(/^name\..*/, "name"), (before) => withControl(before, rules, control, value));
    },
    take: (violation: Violation) => change(violation.path, (before) => withSuggestion(before, rules, violation)),
    attempted: notice.attempted,
    /** What is wrong with a field in itself; quiet until it was touched. */
    errorAt: (path: string) => {
      const wrong = [...unreadable, ...(answer?.errors ?? []), ...(answer?.conflicts ?? [])];
      const broken = answer?.violations.some((violation) => violation.path === path);
      return shown(path)
        ? (problemAt(wrong, path) ?? (broken ? undefined : problemAt(notice.refused(path), path)))
        : undefined;
    },
    violationsAt: (path: string) => (shown(path) ? (answer?.violations ?? []).filter((one) => one.path === path) : []),
    /** Broken rules that no field of the form tells: of settings that are not there, and of fields not come to yet. */
    violationsElsewhere: (answer?.violations ?? []).filter(({ path }) => !shown(path) || !hasField(path, draft, rules)),
  };
}

function hasField(path: string, draft: TopicDraft, rules: FormRules): boolean {
  const { asked, added } = configKeys(draft, rules);
  return !path.startsWith(CONFIG_PATH) || [...asked, ...added].includes(path.slice(CONFIG_PATH.length));
}

/** The draft, brought under new rules as they arrive. */
function useDraftUnder(rules: FormRules, form: TopicForm, initial: TopicDraft) {
  const [draft, setDraft] = useState(() =>
    initial.whole === null ? startIn(initial, rules) : inSegments(initial, rules),
  );
  const [under, setUnder] = useState({ form, rules });
  if (under.form !== form) {
    setUnder({ form, rules });
    setDraft((current) => underRules(current, under.rules, rules));
  }
  return [draft, setDraft] as const;
}

function startIn(draft: TopicDraft, { template }: FormRules): TopicDraft {
  return template ? draft : { ...draft, whole: "" };
}

function withSuggestion(draft: TopicDraft, rules: FormRules, { path, suggestion }: Violation): TopicDraft {
  const value = String(suggestion ?? "");
  return path === "name" ? withName(draft, rules, value) : withField(draft, path, written(path, value));
}

/** Chooses another cluster or team: the address changes, and the rules of that place come with the page. */
export function useTopicPlace({ cluster, team }: TopicForm) {
  const router = useRouter();
  const address = useSearchParams();
  const [pending, start] = useTransition();
  const [wanted, setWanted] = useState<{ cluster: string | null; team: string | null } | null>(null);
  const place = pending && wanted ? wanted : { cluster, team };

  const choose = (changed: { cluster: string } | { team: string }) => {
    const next = { ...place, ...changed };
    setWanted(next);
    const search = new URLSearchParams(address);
    for (const [name, value] of Object.entries(next)) if (value !== null) search.set(name, value);
    start(() => router.replace(`/topics/new?${search}`, { scroll: false }));
  };
  return { place, choose, pending };
}
