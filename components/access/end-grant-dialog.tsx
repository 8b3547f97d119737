"use client";

import type { GrantView } from "#lib/contract/access";
import { ReasonField } from "../command/reason-field.tsx";
import type { Action } from "../command/use-command.tsx";
import { useConfirm } from "../command/use-confirm.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";

type EndGrantDialogProps = {
  grant: Pick<GrantView, "id" | "application" | "terms" | "cluster">;
  /** `release`: the holder gives it back. `revoke`: an owner of either side takes it. */
  how: "release" | "revoke";
  end: Action<unknown>;
};

const VERBS = { release: "Release", revoke: "Revoke" };

/** Ends a grant at once, with a reason that both sides are told. */
export function EndGrantDialog({ grant, how, end }: EndGrantDialogProps) {
  const { id, application, terms, cluster } = grant;
  const verb = VERBS[how];
  const { confirm, errorOf } = useConfirm(end, "Ending: the worker removes its ACLs");

  return (
    <ConfirmDialog
      trigger={
        <Button
          size="small"
          variant={how === "revoke" ? "danger" : "secondary"}
          aria-label={`${verb} access of ${application.slug} to ${terms.resourceName}`}
        >
          {verb}
        </Button>
      }
      title={`${verb} access of ${application.slug} to ${terms.resourceName}?`}
      description={
        <>
          It can no longer {terms.operation} there, within seconds and also on connections that are open. ACLs on{" "}
          {cluster} that another grant of it needs stay. Both sides are told. To have it again, somebody asks anew.
        </>
      }
      confirmLabel={`${verb} access`}
      onConfirm={(form) => confirm({ grantId: id, reason: form.get("reason") })}
    >
      <ReasonField error={errorOf("reason")} hint="Told to both sides; stays in the audit trail." />
    </ConfirmDialog>
  );
}
