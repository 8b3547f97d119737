"use client";

import { CommandDialog } from "../command/command-dialog.tsx";
import { textsOf } from "../command/form-values.ts";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { TextArea } from "../ui/text-area.tsx";

type AnswerDialogProps = {
  choice: "keep" | "end";
  campaignId: string;
  grantId: string;
  /** Whose access to what, in words. */
  about: string;
  decide: Action<unknown>;
};

const WORDS = {
  keep: { button: "Keep", title: "Keep this access", what: "It goes on until its own date.", done: "Kept" },
  end: {
    button: "End",
    title: "End this access",
    what: "Its ACLs are removed at once, and both sides are told.",
    done: "Ended",
  },
} as const;

/** One answer for one grant, with its reason. */
export function AnswerDialog({ choice, campaignId, grantId, about, decide }: AnswerDialogProps) {
  const words = WORDS[choice];
  return (
    <CommandDialog
      trigger={
        <Button
          size="small"
          variant={choice === "end" ? "danger" : "secondary"}
          aria-label={`${words.button}: ${about}`}
        >
          {words.button}
        </Button>
      }
      title={words.title}
      description={`${about}. ${words.what}`}
      action={decide}
      input={(form) => ({ campaignId, grantId, decision: choice, ...textsOf(form, ["reason"]) })}
      submitLabel={words.title}
      done={words.done}
    >
      {(errorOf) => <TextArea label="Reason" name="reason" error={errorOf("reason")} hint="It stands in the trail." />}
    </CommandDialog>
  );
}
