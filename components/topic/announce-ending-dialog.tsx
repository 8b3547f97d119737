"use client";

import type { EndingAnnounced, TopicView } from "#lib/contract/topics";
import { endDateOf } from "../access/end-date.ts";
import { withEndDate } from "../access/with-end-date.ts";
import { CommandDialog } from "../command/command-dialog.tsx";
import { textsOf } from "../command/form-values.ts";
import { ReasonField } from "../command/reason-field.tsx";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";

type AnnounceEnding = Action<EndingAnnounced>;

type EndingDialogProps = {
  topic: Pick<TopicView, "cluster" | "name" | "ending">;
  /** The name of its next major version, offered as what takes its place. */
  successor?: string | undefined;
  announce: AnnounceEnding;
};

/** Tells everybody who uses a topic until when it is written, and where to go instead. Nothing changes on the cluster. */
export function AnnounceEndingDialog({ topic: { cluster, name, ending }, successor, announce }: EndingDialogProps) {
  return (
    <CommandDialog
      trigger={<Button>{ending ? "Change the end" : "Announce its end"}</Button>}
      title={`Until when is ${name} written?`}
      description="Everybody who uses it is told, now and by its page. The topic stays as it is: nothing is deleted."
      action={withEndDate(announce, "at")}
      input={(form) => {
        const { at, successor: typed, reason } = textsOf(form, ["at", "successor", "reason"]);
        return { cluster, name, at, successor: typed.trim() === "" ? null : typed.trim(), reason };
      }}
      submitLabel={ending ? "Announce anew" : "Announce"}
      done="Everybody who uses it is told"
    >
      {(errorOf) => (
        <>
          <TextField
            label="Last day"
            name="at"
            mono
            defaultValue={ending ? endDateOf(ending.at) : ""}
            placeholder="2027-03-12"
            error={errorOf("at")}
            hint="To the end of that day in UTC."
          />
          <TextField
            label="What takes its place"
            name="successor"
            mono
            optional
            defaultValue={ending?.successor ?? successor ?? ""}
            error={errorOf("successor")}
            hint="A topic of the same cluster; it may still be asked for."
          />
          <ReasonField error={errorOf("reason")} hint="Read by everybody who uses the topic." />
        </>
      )}
    </CommandDialog>
  );
}

/** Takes an announced end back: the topic goes on, and everybody is told that too. */
export function WithdrawEndingDialog({ topic: { cluster, name }, announce }: EndingDialogProps) {
  return (
    <CommandDialog
      trigger={<Button>It goes on</Button>}
      title={`${name} goes on?`}
      description="The announced end is taken back, and everybody who uses the topic is told."
      action={announce}
      input={(form) => ({ cluster, name, at: null, ...textsOf(form, ["reason"]) })}
      submitLabel="Take the end back"
      done="Everybody who uses it is told"
    >
      {(errorOf) => <ReasonField error={errorOf("reason")} hint="Read by everybody who uses the topic." />}
    </CommandDialog>
  );
}
