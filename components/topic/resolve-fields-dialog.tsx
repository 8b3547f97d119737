"use client";

import type { ReactElement } from "react";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { CommandDialog } from "../command/command-dialog.tsx";
import { ReasonField } from "../command/reason-field.tsx";
import type { Action } from "../command/use-command.tsx";
import { submittedWords } from "../request/submitted-words.ts";
import { LifeOutlook } from "./life-outlook.tsx";

type ResolveFieldsDialogProps = {
  topic: { cluster: string; name: string };
  how: "revert" | "adopt";
  /** The fields; without them all that differ. */
  fields?: readonly string[];
  trigger: ReactElement;
  title: string;
  request: Action<RequestSubmitted>;
};

const WORDS = {
  revert: {
    description: "The cluster is made as it was desired. It is a request: nothing is written before it is approved.",
    submit: "Ask to revert",
  },
  adopt: {
    description: "What is on the cluster becomes what is desired. Nothing changes there.",
    submit: "Ask to adopt",
  },
} as const;

/** Asks that what differs is put back, or taken over; the plan that would be approved stands in it. */
export function ResolveFieldsDialog({ topic, how, fields, trigger, title, request }: ResolveFieldsDialogProps) {
  const { description, submit } = WORDS[how];
  const asked = { kind: how, ...(fields ? { fields } : {}) };

  return (
    <CommandDialog
      trigger={trigger}
      title={title}
      description={description}
      action={request}
      input={(form) => ({ ...asked, ...topic, reason: form.get("reason") })}
      submitLabel={submit}
      done={submittedWords}
    >
      {(errorOf) => (
        <>
          <LifeOutlook topic={topic} question={asked} />
          <ReasonField error={errorOf("reason")} hint="Read by the person who decides, and kept in the audit trail." />
        </>
      )}
    </CommandDialog>
  );
}
