"use client";

import { useState } from "react";
import type { FieldError } from "#lib/domain/result";
import { useFieldNotice } from "../command/use-field-notice.tsx";
import { useLatestAnswer } from "../ui/use-latest-answer.tsx";
import { fetchTopicLifePreview, type TopicLifePreview } from "./fetch-topic-life-preview.ts";

export type DeletionFormState = ReturnType<typeof useDeletionForm>;

type Despite = { groups: readonly string[]; recentWrites: boolean };

/** The state of the form that deletes a topic: who was named as left without it, and the judgement of that. */
export function useDeletionForm({ cluster, name }: { cluster: string; name: string }) {
  const [despite, setDespite] = useState<Despite>({ groups: [], recentWrites: false });
  const [subjects, setSubjects] = useState(false);
  const [confirm, setConfirm] = useState("");
  const [reason, setReason] = useState("");
  const notice = useFieldNotice();

  // Judged as if the name had been typed: whether it was, the form knows by itself.
  const question = { kind: "delete", cluster, name, confirm: name, despite };
  const preview = useLatestAnswer<TopicLifePreview>(JSON.stringify(question), fetchTopicLifePreview, 0);
  const unnamed = preview.answer?.unnamed ?? null;

  const touching =
    <Value,>(path: string, set: (value: Value) => void) =>
    (value: Value) => {
      set(value);
      notice.touch(path);
    };
  const known = knownProblems({ name, confirm, reason, preview: preview.answer });
  return {
    preview,
    /** Everybody who still uses it, named or not: the groups, and whether somebody wrote to it lately. */
    groups: [...new Set([...(unnamed?.groups ?? []), ...despite.groups])].sort(),
    written: despite.recentWrites || (unnamed !== null && unnamed.recentHours !== null),
    despite,
    nameGroup: (group: string, named: boolean) =>
      setDespite((before) => {
        const others = before.groups.filter((one) => one !== group);
        return { ...before, groups: named ? [...others, group] : others };
      }),
    nameWriters: (recentWrites: boolean) => setDespite((before) => ({ ...before, recentWrites })),
    subjects,
    setSubjects,
    confirm,
    setConfirm: touching("confirm", setConfirm),
    reason,
    setReason: touching("reason", setReason),
    known,
    attempted: notice.attempted,
    errorAt: (path: string) =>
      notice.shown(path) ? known.find((problem) => problem.path === path)?.message : undefined,
    input: { kind: "delete", cluster, name, confirm, despite, subjects, reason },
  };
}

type Known = { name: string; confirm: string; reason: string; preview: TopicLifePreview | null };

function knownProblems({ name, confirm, reason, preview }: Known): FieldError[] {
  const wrong = (preview?.errors ?? []).map(({ path, message }) => ({ path, message }));
  if (confirm !== name) wrong.push({ path: "confirm", message: `Type ${name}: upper and lower case count.` });
  if (reason.trim() === "") wrong.push({ path: "reason", message: "Say why it goes." });
  return wrong;
}
