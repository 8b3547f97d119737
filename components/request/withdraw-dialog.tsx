"use client";

import { useRouter } from "next/navigation";
import { useId } from "react";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { TextArea } from "../ui/text-area.tsx";
import { toast } from "../ui/toast.tsx";

type WithdrawDialogProps = {
  requestId: number;
  /** The name that it holds for a new topic; null for what reserves none. */
  reservedName: string | null;
  withdraw: Action<unknown>;
};

/** Takes an undecided request back, after asking. */
export function WithdrawDialog({ requestId, reservedName, withdraw }: WithdrawDialogProps) {
  const router = useRouter();
  const reasonId = useId();

  const confirm = async (form: FormData) => {
    const result = await withdraw({ requestId, reason: form.get("reason") });
    if (!result.ok) return result.failure.detail;

    toast("Withdrawn");
    router.refresh();
    return undefined;
  };

  return (
    <ConfirmDialog
      trigger={<Button>Withdraw</Button>}
      title={`Withdraw request ${requestId}?`}
      description={
        <>
          Nobody can approve it any more
          {reservedName && (
            <>
              , and the name <span className="font-mono text-[0.93em]">{reservedName}</span> is free for others
            </>
          )}
          . To ask again, make a new request.
        </>
      }
      confirmLabel="Withdraw request"
      onConfirm={confirm}
    >
      <TextArea id={reasonId} label="Reason" name="reason" rows={2} optional />
    </ConfirmDialog>
  );
}
