"use client";

import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { CommandDialog } from "../command/command-dialog.tsx";
import { ReasonField } from "../command/reason-field.tsx";
import type { Action } from "../command/use-command.tsx";
import { submittedWords } from "../request/submitted-words.ts";
import { Button } from "../ui/button.tsx";
import { Select, type SelectOption } from "../ui/select.tsx";

type ClaimDialogProps = {
  topic: { cluster: string; name: string };
  /** Teams that this person is in. */
  teams: readonly SelectOption[];
  claim: Action<Pick<RequestSubmitted, "id" | "state">>;
};

/** Asks for a topic that nobody owns, in the name of a team; the platform decides. */
export function ClaimDialog({ topic: { cluster, name }, teams, claim }: ClaimDialogProps) {
  return (
    <CommandDialog
      trigger={<Button variant="primary">Claim for a team</Button>}
      title={`Claim ${name}`}
      description="The team owns it from then on, with the settings that it has now. Nothing changes on the cluster; a platform admin decides."
      action={claim}
      input={(form) => ({ cluster, topics: [name], team: form.get("team"), reason: form.get("reason") })}
      submitLabel="Ask for it"
      done={submittedWords}
      leadsTo={({ id }) => `/requests/${id}`}
    >
      {(errorOf) => (
        <>
          <Select label="Team" name="team" options={teams} error={errorOf("team")} />
          <ReasonField error={errorOf("reason")} hint="Why it is the team’s; read by who decides." />
        </>
      )}
    </CommandDialog>
  );
}
