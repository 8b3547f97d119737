"use client";

import { useRouter } from "next/navigation";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { toast } from "../ui/toast.tsx";

type DeleteTeamDialogProps = { team: { slug: string; name: string }; remove: Action<unknown> };

/** Deletes a team that owns nothing, after its short name was typed. */
export function DeleteTeamDialog({ team, remove }: DeleteTeamDialogProps) {
  const router = useRouter();

  const confirm = async () => {
    const result = await remove({ team: team.slug });
    if (!result.ok) return result.failure.detail;

    toast("Team deleted");
    router.refresh();
    return undefined;
  };

  return (
    <ConfirmDialog
      trigger={
        <Button size="small" aria-label={`Delete ${team.name}`}>
          Delete
        </Button>
      }
      title={`Delete ${team.name}?`}
      description={
        <>
          Its people keep their accounts. A team that still owns something, or waits for a decision, is not deleted:{" "}
          <TextLink href={`/teams/${team.slug}`}>transfer everything to another team</TextLink> first. What was decided
          stays on record.
        </>
      }
      typedName={team.slug}
      confirmLabel="Delete team"
      onConfirm={confirm}
    />
  );
}
