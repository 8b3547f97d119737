"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useState, useTransition } from "react";
import type { AccessForm, AccessPreview } from "#lib/contract/access";
import type { Violation } from "#lib/domain/policy";
import { useFieldNotice } from "../command/use-field-notice.tsx";
import { useLatestAnswer } from "../ui/use-latest-answer.tsx";
import {
  type AccessDraft,
  type AccessItemDraft,
  withControl,
  withField,
  withItem,
  withItemChanged,
  withoutItem,
  withSuggestion,
} from "./access-draft.ts";
import { accessProblems, errorsInForm, refusedInForm, violationsInForm } from "./access-problems.ts";
import { fetchAccessPreview } from "./fetch-access-preview.ts";
import { readAccessDraft } from "./read-access-draft.ts";

/** What the sections of the form share: the draft, who asks, and what is known about each field. */
export type AccessFormState = ReturnType<typeof useAccessForm>;

/** The state of the form: what was typed, and the judgement of it, asked while typing rests. `initial` fills it once. */
export function useAccessForm(form: AccessForm, initial: AccessDraft) {
  const [draft, setDraft] = useState(initial);
  const notice = useFieldNotice(form.topic === null ? [] : ["items.0.topic"]);

  const where = useAccessPlace(form);
  const { place } = where;
  const application = place.application ?? "";
  const { input, errors: unreadable } = readAccessDraft(draft, application);
  const begun =
    place.application !== null && place.cluster !== null && draft.items.some(({ topic }) => topic.trim() !== "");
  const { reason, ...judged } = input;
  const question = { ...place, ...judged };
  const preview = useLatestAnswer<AccessPreview>(begun ? JSON.stringify(question) : null, fetchAccessPreview);
  const { answer } = preview;
  const violations = violationsInForm(answer);

  const change = (path: string, next: (draft: AccessDraft) => AccessDraft) => {
    setDraft(next);
    notice.touch(path);
  };
  const shown = (path: string) => path === "application" || notice.shown(path) || follows(path, notice.touched);
  const at = (path: string) => (shown(path) ? violations.filter((one) => one.path === path) : []);

  return {
    form,
    where,
    application,
    draft,
    input,
    preview,
    unreadable,
    problems: accessProblems(unreadable, answer),
    type: (path: string, text: string) => change(path, (before) => withField(before, path, text)),
    changeItem: (path: string, id: number, changed: Partial<AccessItemDraft>) =>
      change(path, (before) => withItemChanged(before, id, changed)),
    addItem: () => setDraft(withItem),
    removeItem: (id: number) => {
      setDraft((before) => withoutItem(before, id));
      // Paths count from the first: what was said about those behind the one that goes is no longer about them.
      notice.forget((path) => path.startsWith("items."));
    },
    /** Takes over what stands in a control; who asks and where is the address's to say. */
    adopt: (control: string, value: string) => {
      if (control !== "cluster" && control !== "application")
        change(control, (before) => withControl(before, control, value));
    },
    take: (violation: Violation) => change(violation.path, (before) => withSuggestion(before, violation)),
    attempted: notice.attempted,
    /** What is wrong with a field in itself; quiet until it was touched. */
    errorAt: (path: string) => {
      if (!shown(path)) return undefined;
      const refused = refusedInForm(notice.refused(path));
      const wrong = [...unreadable, ...errorsInForm(answer), ...(at(path).length > 0 ? [] : refused)];
      return wrong.find((problem) => problem.path === path || problem.path.startsWith(`${path}.`))?.message;
    },
    violationsAt: at,
  };
}

/** The suggested group comes with the topic: what is wrong with it is said as soon as the topic was come to. */
function follows(path: string, touched: ReadonlySet<string>): boolean {
  const [, item] = /^(items\.\d+)\.consumerGroup/.exec(path) ?? [];
  return item !== undefined && touched.has(`${item}.topic`);
}

/**
 * Who asks and where. A choice counts at once, for what is suggested, judged and sent; the address follows, and with the page comes what
 * the rules allow there.
 */
function useAccessPlace({ application, cluster }: AccessForm) {
  const router = useRouter();
  const address = useSearchParams();
  const [pending, start] = useTransition();
  const [wanted, setWanted] = useState<{ application: string | null; cluster: string | null } | null>(null);
  const place = pending && wanted ? wanted : { application, cluster };

  const choose = (changed: { application: string } | { cluster: string }) => {
    const next = { ...place, ...changed };
    setWanted(next);
    const search = new URLSearchParams(address);
    for (const [name, value] of Object.entries(next)) if (value !== null) search.set(name, value);
    start(() => router.replace(`/access/new?${search}`, { scroll: false }));
  };
  return { place, choose, pending };
}
