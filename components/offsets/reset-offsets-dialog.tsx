"use client";

import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { CommandDialog } from "../command/command-dialog.tsx";
import type { Action } from "../command/use-command.tsx";
import { submittedWords } from "../request/submitted-words.ts";
import { Button } from "../ui/button.tsx";
import { type ResetGroup, ResetOffsetsFields, resetInput } from "./reset-offsets-fields.tsx";

type ResetOffsetsDialogProps = {
  /** One of the reader's own applications, and a group that it was granted. */
  about: ResetGroup;
  request: Action<Pick<RequestSubmitted, "id" | "state">>;
};

/** Asks for a group's offsets to be set, with what would be read again or skipped. Nothing happens before it is approved. */
export function ResetOffsetsDialog({ about, request }: ResetOffsetsDialogProps) {
  const { group, topic, cluster } = about;

  return (
    <CommandDialog
      trigger={
        <Button size="small" aria-label={`Reset offsets of ${group}`}>
          Reset offsets
        </Button>
      }
      title={`Reset offsets of ${group}`}
      description={`In ${topic} on ${cluster}. Stop its consumers first: Kafka lets nobody set the offsets of a group that has members.`}
      action={request}
      input={(form) => resetInput(about, form)}
      submitLabel="Ask for the reset"
      done={submittedWords}
      leadsTo={({ id }) => `/requests/${id}`}
    >
      {(errorOf) => <ResetOffsetsFields about={about} errorOf={errorOf} />}
    </CommandDialog>
  );
}
