"use client";

import { useRouter } from "next/navigation";
import type { ApplicationView } from "#lib/contract/applications";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { toast } from "../ui/toast.tsx";

type DeleteApplicationDialogProps = { application: Pick<ApplicationView, "slug" | "name">; remove: Action<unknown> };

/** Deletes an application that holds nothing any more, after its short name was typed. */
export function DeleteApplicationDialog({ application, remove }: DeleteApplicationDialogProps) {
  const router = useRouter();

  const confirm = async () => {
    const result = await remove({ application: application.slug });
    if (!result.ok) return result.failure.detail;

    toast("Application deleted");
    router.push("/applications");
    return undefined;
  };

  return (
    <ConfirmDialog
      trigger={<Button variant="danger">Delete</Button>}
      title={`Delete ${application.name}?`}
      description="One that still has a principal, a grant or an open request is not deleted: end those first. What it did stays in the audit trail."
      typedName={application.slug}
      confirmLabel="Delete application"
      onConfirm={confirm}
    />
  );
}
