"use client";

import type { TeamView } from "#lib/contract/teams";
import { CommandDialog } from "../command/command-dialog.tsx";
import { textsOf } from "../command/form-values.ts";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { TeamFields } from "./team-fields.tsx";

/** Changes a team's name and contact. */
export function EditTeamDialog({ team, update }: { team: TeamView; update: Action<unknown> }) {
  return (
    <CommandDialog
      trigger={<Button>Edit</Button>}
      title={`Edit ${team.name}`}
      action={update}
      input={(form) => ({
        ...textsOf(form, ["name", "contactMail", "contactChat"]),
        team: team.slug,
        version: team.version,
      })}
      submitLabel="Save"
      done="Team changed"
    >
      {(errorOf) => <TeamFields errorOf={errorOf} values={team} />}
    </CommandDialog>
  );
}
