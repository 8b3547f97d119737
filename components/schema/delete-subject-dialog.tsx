"use client";

import { ReasonField } from "../command/reason-field.tsx";
import { useConfirm } from "../command/use-confirm.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import type { SubjectCommands } from "./subject-commands.ts";

type DeleteSubjectDialogProps = {
  cluster: string;
  subject: string;
  /** The registry's number; null for the whole subject. */
  version: number | null;
  /** For good: only what was softly deleted before. */
  permanent: boolean;
  request: SubjectCommands["requestDeletion"];
};

const SOFTLY =
  "Programs cannot look it up or register against it any more; records that were written with it can still be read. A version can be registered again.";
const FOR_GOOD =
  "The registry forgets it and its ids. Records that were written with it can never be decoded again. This cannot be undone.";

/** Asks for the deletion of a version or of a subject: softly, or for good after its name was typed. */
export function DeleteSubjectDialog({ cluster, subject, version, permanent, request }: DeleteSubjectDialogProps) {
  const { confirm, errorOf } = useConfirm(request, "Asked for: the page of the request says who decides");
  const what = version === null ? "subject" : `version ${version}`;
  const verb = permanent ? "Delete for good" : version === null ? "Delete subject" : "Delete";
  const versions = version === null ? null : [version];

  return (
    <ConfirmDialog
      trigger={
        <Button size={version === null ? "normal" : "small"} variant="danger" aria-label={`${verb}: ${what}`}>
          {verb}
        </Button>
      }
      title={
        <>
          Ask to delete {version === null ? "" : `${what} of `}
          <span className="font-mono">{subject}</span>
          {permanent && " for good"}?
        </>
      }
      description={permanent ? FOR_GOOD : SOFTLY}
      {...(permanent ? { typedName: subject } : {})}
      confirmLabel={permanent ? "Ask to delete for good" : "Ask to delete"}
      onConfirm={(form) => confirm({ cluster, subject, versions, permanent, reason: form.get("reason") })}
    >
      <ReasonField error={errorOf("reason")} hint="Read by who decides; stays in the audit trail." />
    </ConfirmDialog>
  );
}
