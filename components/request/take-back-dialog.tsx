"use client";

import { CommandDialog } from "../command/command-dialog.tsx";
import { textsOf } from "../command/form-values.ts";
import { ReasonField } from "../command/reason-field.tsx";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";

type TakeBackDialogProps = { requestId: number; takeBack: Action<unknown> };

/** Takes back what was approved and is not on the cluster yet: a move of partitions under way above all, or a reset that waits for a group to stop. */
export function TakeBackDialog({ requestId, takeBack }: TakeBackDialogProps) {
  return (
    <CommandDialog
      trigger={<Button>Take back</Button>}
      title={`Take request ${requestId} back?`}
      description="Its fields are desired again as they were last applied. What the worker has begun, it stops: partitions that are moving stay where they were."
      action={takeBack}
      input={(form) => ({ requestId, ...textsOf(form, ["reason"]) })}
      submitLabel="Take it back"
      done="Taken back: the worker puts things as they were"
    >
      {(errorOf) => <ReasonField error={errorOf("reason")} />}
    </CommandDialog>
  );
}
