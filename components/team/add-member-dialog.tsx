"use client";

import { UserPlus } from "lucide-react";
import type { TeamView } from "#lib/contract/teams";
import { CommandDialog } from "../command/command-dialog.tsx";
import { textsOf } from "../command/form-values.ts";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/select.tsx";
import { PersonField } from "./person-field.tsx";

const ROLES = [
  { value: "member", label: "Member: asks for topics" },
  { value: "owner", label: "Owner: also decides and manages members" },
];

/** Adds somebody who has an account to a team. */
export function AddMemberDialog({ team, setMember }: { team: TeamView; setMember: Action<unknown> }) {
  return (
    <CommandDialog
      trigger={<Button icon={<UserPlus aria-hidden className="size-4" />}>Add somebody</Button>}
      title={`Add somebody to ${team.name}`}
      action={setMember}
      input={(form) => ({ team: team.slug, ...textsOf(form, ["userId", "role"]) })}
      submitLabel="Add to team"
      done="Added to the team"
    >
      {(errorOf) => (
        <>
          <PersonField error={errorOf("userId") && "Choose a person from the list."} />
          <Select label="Role" name="role" defaultValue="member" options={ROLES} error={errorOf("role")} />
        </>
      )}
    </CommandDialog>
  );
}
