"use client";

import { Plus } from "lucide-react";
import { CommandDialog } from "../command/command-dialog.tsx";
import { textsOf } from "../command/form-values.ts";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";
import { TeamFields } from "./team-fields.tsx";

/** Makes a team. Its people and prefixes are added on its own page. */
export function CreateTeamDialog({ create }: { create: Action<unknown> }) {
  return (
    <CommandDialog
      trigger={
        <Button variant="primary" icon={<Plus aria-hidden className="size-4" />}>
          New team
        </Button>
      }
      title="New team"
      description="It begins without people and prefixes; both are added on its page."
      action={create}
      input={(form) => textsOf(form, ["slug", "name", "contactMail", "contactChat"])}
      submitLabel="Make team"
      done="Team made"
    >
      {(errorOf) => (
        <>
          <TextField
            label="Short name"
            name="slug"
            mono
            error={errorOf("slug")}
            hint="In addresses and groups, such as orders; never changes."
          />
          <TeamFields errorOf={errorOf} />
        </>
      )}
    </CommandDialog>
  );
}
