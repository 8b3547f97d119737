"use client";

import { useState } from "react";
import { ReasonField } from "../command/reason-field.tsx";
import { useLatestAnswer } from "../ui/use-latest-answer.tsx";
import { lookAtReset, type ResetLook } from "./look-at-reset.ts";
import { ResetOutlook } from "./reset-outlook.tsx";
import { FIRST_DRAFT, readTarget } from "./target-draft.ts";
import { TargetFields } from "./target-fields.tsx";

/** Whose group, and in which topic. */
export type ResetGroup = { application: string; cluster: string; group: string; topic: string };

type ResetOffsetsFieldsProps = { about: ResetGroup; errorOf: (path: string) => string | undefined };

/** The fields of a reset with what would come of it, looked at anew whenever the target changes. */
export function ResetOffsetsFields({ about, errorOf }: ResetOffsetsFieldsProps) {
  const [draft, setDraft] = useState(FIRST_DRAFT);
  const [looks, setLooks] = useState(0);
  const read = readTarget(draft);
  const question = read.ok ? JSON.stringify({ ...about, target: read.value }) : null;
  const { answer, pending, failed } = useLatestAnswer<{ key: string; look: ResetLook }>(
    question && JSON.stringify([question, looks]),
    async (key, signal) => ({ key, look: await lookAtReset(question ?? "", signal) }),
  );
  // The answer before stays until the next is there: it says nothing about this target.
  const isCurrent = question !== null && answer?.key === JSON.stringify([question, looks]);

  return (
    <>
      <TargetFields
        draft={draft}
        error={!read.ok && (draft.time || draft.by) ? read.message : errorOf("target")}
        change={(changed) => setDraft((before) => ({ ...before, ...changed }))}
      />
      <input type="hidden" name="target" value={read.ok ? JSON.stringify(read.value) : ""} />
      <ResetOutlook
        look={isCurrent ? answer.look : null}
        before={answer?.look ?? null}
        pending={pending}
        failed={failed}
        again={() => setLooks((count) => count + 1)}
      />
      <ReasonField error={errorOf("reason")} hint="Read by the person who decides, and kept in the audit trail." />
    </>
  );
}

/** The command's input, from what was typed. A target that cannot be read is the server's to refuse, by its field. */
export function resetInput(about: ResetGroup, form: FormData): unknown {
  const typed = String(form.get("target") ?? "");
  return { ...about, target: typed === "" ? null : (JSON.parse(typed) as unknown), reason: form.get("reason") };
}
