"use client";

import type { PrincipalView } from "#lib/contract/applications";
import { ReasonField } from "../command/reason-field.tsx";
import type { Action } from "../command/use-command.tsx";
import { useConfirm } from "../command/use-confirm.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { aclLines } from "./binding-text.ts";

type EndPrincipalDialogProps = {
  principal: Pick<PrincipalView, "id" | "name" | "kind" | "clusterName" | "bindings">;
  end: Action<unknown>;
};

/** Ends a principal at once, after its name was typed. */
export function EndPrincipalDialog({ principal, end }: EndPrincipalDialogProps) {
  const { id, name, kind, clusterName, bindings } = principal;
  const { confirm, errorOf } = useConfirm(end, "Ending: the worker removes it from the cluster");
  const lines = bindings.filter(({ state }) => state !== "unmanaged").length;

  return (
    <ConfirmDialog
      trigger={
        <Button size="small" variant="danger" aria-label={`End principal ${name}`}>
          End principal
        </Button>
      }
      title={`End ${name} on ${clusterName}?`}
      description={
        <>
          Clients that use it are refused from then on, those that are connected too: its access ({aclLines(lines)}) is
          removed first, because taking a credential away does not cut open connections.
          {kind === "scram" && " Then the credential and the quota are deleted."} This cannot be undone.
        </>
      }
      typedName={name}
      confirmLabel="End principal"
      onConfirm={(form) => confirm({ principalId: id, reason: form.get("reason") })}
    >
      <ReasonField error={errorOf("reason")} />
    </ConfirmDialog>
  );
}
