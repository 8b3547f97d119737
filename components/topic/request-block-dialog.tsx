"use client";

import { useState } from "react";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { CommandDialog } from "../command/command-dialog.tsx";
import { ReasonField } from "../command/reason-field.tsx";
import type { Action } from "../command/use-command.tsx";
import { submittedWords } from "../request/submitted-words.ts";
import { Button } from "../ui/button.tsx";
import { NumberField } from "../ui/number-field.tsx";
import { LifeOutlook } from "./life-outlook.tsx";

const DAYS = "7";

type RequestBlockDialogProps = { topic: { cluster: string; name: string }; request: Action<RequestSubmitted> };

/** Asks that nobody can read or write a topic for some days, to hear who misses it. */
export function RequestBlockDialog({ topic: { cluster, name }, request }: RequestBlockDialogProps) {
  const [days, setDays] = useState(DAYS);
  const asked = { kind: "block", days: /^[0-9]{1,3}$/.test(days.trim()) ? Number(days) : days };

  return (
    <CommandDialog
      trigger={<Button variant="primary">Ask to block it</Button>}
      title={`Block ${name}?`}
      description="Nobody can read or write it until somebody lifts the block, which takes one click and no approval. Its records stay as they are."
      action={request}
      input={(form) => ({ ...asked, cluster, name, reason: form.get("reason") })}
      submitLabel="Ask to block it"
      done={submittedWords}
    >
      {(errorOf) => (
        <>
          <NumberField
            label="Days to wait for somebody to miss it"
            name="days"
            value={days}
            onChange={(event) => setDays(event.target.value)}
            error={errorOf("days")}
            hint="1 to 365. Nothing ends by itself when they are over."
          />
          <LifeOutlook topic={{ cluster, name }} question={typeof asked.days === "number" ? asked : null} />
          <ReasonField error={errorOf("reason")} hint="Read by everybody who uses the topic." />
        </>
      )}
    </CommandDialog>
  );
}
