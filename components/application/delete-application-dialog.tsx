"use client";

import type { ApplicationView } from "#lib/contract/applications";
import type { Action } from "../command/use-command.tsx";
import { useConfirm } from "../command/use-confirm.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";

type DeleteApplicationDialogProps = { application: Pick<ApplicationView, "slug" | "name">; remove: Action<unknown> };

/** Deletes an application that holds nothing any more, after its short name was typed. */
export function DeleteApplicationDialog({ application: { slug, name }, remove }: DeleteApplicationDialogProps) {
  const { confirm } = useConfirm(remove, "Application deleted", "/applications");

  return (
    <ConfirmDialog
      trigger={<Button variant="danger">Delete</Button>}
      title={`Delete ${name}?`}
      description="Only one for which nothing was ever asked can be deleted: a principal, a grant or a request keeps it on record."
      typedName={slug}
      confirmLabel="Delete application"
      onConfirm={() => confirm({ application: slug })}
    />
  );
}
