"use client";

import type { RequestKind } from "#lib/domain/request-kind";
import { CommandDialog } from "../command/command-dialog.tsx";
import { textsOf } from "../command/form-values.ts";
import { ReasonField } from "../command/reason-field.tsx";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";

type TakeBackDialogProps = { requestId: number; kind: RequestKind; takeBack: Action<unknown> };

/** What taking back does, and what is said once it is done. */
const WORDS = {
  change: {
    description:
      "Its fields are desired again as they were last applied. What the worker has begun, it stops: partitions that are moving stay where they were.",
    done: "Taken back: the worker puts things as they were",
  },
  reset: {
    description:
      "The group keeps the offsets that it has. Only a reset of which nothing was written yet can be taken back.",
    done: "Taken back: the group keeps its offsets",
  },
};

/** Takes back what was approved and is not on the cluster yet: a move of partitions under way above all, or a reset that waits for a group to stop. */
export function TakeBackDialog({ requestId, kind, takeBack }: TakeBackDialogProps) {
  const { description, done } = WORDS[kind === "group.reset" ? "reset" : "change"];

  return (
    <CommandDialog
      trigger={<Button>Take back</Button>}
      title={`Take request ${requestId} back?`}
      description={description}
      action={takeBack}
      input={(form) => ({ requestId, ...textsOf(form, ["reason"]) })}
      submitLabel="Take it back"
      done={done}
    >
      {(errorOf) => <ReasonField error={errorOf("reason")} />}
    </CommandDialog>
  );
}
