"use client";

import type { SubjectView } from "#lib/contract/subjects";
import { CommandDialog } from "../command/command-dialog.tsx";
import { ReasonField } from "../command/reason-field.tsx";
import { submittedWords } from "../request/submitted-words.ts";
import { Button } from "../ui/button.tsx";
import type { SubjectCommands } from "./subject-commands.ts";

type RequestRevertSubjectDialogProps = {
  subject: Pick<SubjectView, "cluster" | "subject">;
  request: SubjectCommands["requestRevert"];
};

/** Asks for a drifted subject to be made as it was approved. */
export function RequestRevertSubjectDialog({ subject, request }: RequestRevertSubjectDialogProps) {
  return (
    <CommandDialog
      trigger={<Button variant="primary">Put back</Button>}
      title="Put back what was approved?"
      description="The level is set as it was approved, and versions that were deleted outside are registered again. A version that nobody asked for stays until it is deleted or adopted."
      action={request}
      input={(form) => ({ cluster: subject.cluster, subject: subject.subject, reason: form.get("reason") })}
      submitLabel="Ask to put it back"
      done={submittedWords}
    >
      {(errorOf) => <ReasonField error={errorOf("reason")} hint="Read by who decides; stays in the audit trail." />}
    </CommandDialog>
  );
}
