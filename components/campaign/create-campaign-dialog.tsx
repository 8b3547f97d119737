"use client";

import { Plus } from "lucide-react";
import { CommandDialog } from "../command/command-dialog.tsx";
import { textsOf } from "../command/form-values.ts";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/select.tsx";
import { TextArea } from "../ui/text-area.tsx";
import { TextField } from "../ui/text-field.tsx";

type CreateCampaignDialogProps = {
  /** Teams that this person owns; with `everybody`, who may ask about all grants. */
  teams: readonly string[];
  everybody: boolean;
  create: Action<{ id: string; items: number }>;
};

const EVERYBODY = "*";

/** Opens a recertification. */
export function CreateCampaignDialog({ teams, everybody, create }: CreateCampaignDialogProps) {
  const options = teams.map((team) => ({ value: team, label: team }));
  const scopes = everybody ? [{ value: EVERYBODY, label: "everybody's grants" }, ...options] : options;
  return (
    <CommandDialog
      trigger={
        <Button variant="primary" icon={<Plus aria-hidden className="size-4" />}>
          Open a recertification
        </Button>
      }
      title="Open a recertification"
      description="Owners are asked for each grant in scope. A grant that nobody answers for ends on the date."
      action={create}
      input={campaignOf}
      submitLabel="Ask the owners"
      done={({ items }) => `${items} ${items === 1 ? "grant" : "grants"} asked about`}
      leadsTo={({ id }) => `/campaigns/${id}`}
    >
      {(errorOf) => (
        <>
          <TextField label="Title" name="title" error={errorOf("title")} hint="Such as: Readers of orders, 2027" />
          <Select
            label="Grants given by"
            name="team"
            options={scopes}
            defaultValue={scopes[0]?.value}
            error={errorOf("team")}
          />
          <TextField
            label="Only topics that begin with"
            name="prefix"
            optional
            mono
            error={errorOf("scope.prefix") ?? errorOf("scope")}
          />
          <TextField
            label="Only this application"
            name="application"
            optional
            mono
            error={errorOf("scope.application")}
            hint="Its short name, to ask about one reader."
          />
          <TextField
            label="Answers until"
            name="due"
            type="date"
            error={errorOf("dueAt")}
            hint="The end of that day, UTC."
          />
          <TextArea label="Why" name="reason" error={errorOf("reason")} hint="Owners read it." />
        </>
      )}
    </CommandDialog>
  );
}

function campaignOf(form: FormData) {
  const { title, team, prefix, application, due, reason } = textsOf(form, [
    "title",
    "team",
    "prefix",
    "application",
    "due",
    "reason",
  ]);
  const scope = { ...(prefix ? { prefix } : {}), ...(application ? { application } : {}) };
  const whose = team === EVERYBODY ? {} : { team };
  return { title, ...whose, scope, reason, dueAt: due ? `${due}T23:59:59Z` : "" };
}
