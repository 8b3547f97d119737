"use client";

import { CommandDialog } from "../command/command-dialog.tsx";
import { textsOf } from "../command/form-values.ts";
import { ReasonField } from "../command/reason-field.tsx";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";

type UnblockTopicDialogProps = { topic: { cluster: string; name: string }; unblock: Action<unknown> };

/** Lifts the block of a topic: at once, because it gives back what was taken. */
export function UnblockTopicDialog({ topic: { cluster, name }, unblock }: UnblockTopicDialogProps) {
  return (
    <CommandDialog
      trigger={<Button variant="primary">Unblock</Button>}
      title={`Unblock ${name}?`}
      description="Everybody who has access may read and write again, as soon as the worker has removed the block. They are told."
      action={unblock}
      input={(form) => ({ cluster, name, ...textsOf(form, ["reason"]) })}
      submitLabel="Unblock"
      done="The block is being lifted"
    >
      {(errorOf) => <ReasonField error={errorOf("reason")} hint="Read by everybody who uses the topic." />}
    </CommandDialog>
  );
}
