"use client";

import { Plus } from "lucide-react";
import type { TeamRef } from "#lib/contract/common";
import { CommandDialog } from "../command/command-dialog.tsx";
import { textsOf } from "../command/form-values.ts";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { ApplicationFields } from "./application-fields.tsx";
import { applicationHref } from "./application-href.ts";

type CreateApplicationDialogProps = {
  /** Teams of this person: an application is made by a member. */
  teams: readonly TeamRef[];
  team?: string | undefined;
  create: Action<{ slug: string }>;
};

/** Makes an application and opens its page, where its principals and access are asked for. */
export function CreateApplicationDialog({ teams, team, create }: CreateApplicationDialogProps) {
  const chosen = teams.find(({ slug }) => slug === team) ?? teams[0];

  return (
    <CommandDialog
      trigger={
        <Button variant="primary" icon={<Plus aria-hidden className="size-4" />}>
          New application
        </Button>
      }
      title="New application"
      description="A program of your team. It can do nothing until it has a principal on a cluster and access to a topic."
      action={create}
      input={(form) => textsOf(form, ["slug", "name", "description", "team"])}
      submitLabel="Make application"
      done="Application made"
      leadsTo={({ slug }) => applicationHref(slug)}
    >
      {(errorOf) => (
        <>
          <TextField
            label="Short name"
            name="slug"
            mono
            error={errorOf("slug")}
            hint="Such as billing; never changes. Consumer groups and transactional ids that begin with it and a dot are this application’s alone."
          />
          <ApplicationFields errorOf={errorOf} />
          <Select
            label="Team"
            name="team"
            defaultValue={chosen?.slug}
            options={teams.map(({ slug, name }) => ({ value: slug, label: name }))}
            error={errorOf("team")}
          />
        </>
      )}
    </CommandDialog>
  );
}
