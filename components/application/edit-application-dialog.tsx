"use client";

import type { ApplicationView } from "#lib/contract/applications";
import { CommandDialog } from "../command/command-dialog.tsx";
import { textsOf } from "../command/form-values.ts";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { ApplicationFields } from "./application-fields.tsx";

type EditApplicationDialogProps = {
  application: Pick<ApplicationView, "slug" | "name" | "description" | "version">;
  update: Action<unknown>;
};

/** Changes an application's name and description. */
export function EditApplicationDialog({ application, update }: EditApplicationDialogProps) {
  const { slug, name, version } = application;

  return (
    <CommandDialog
      trigger={<Button>Edit</Button>}
      title={`Edit ${name}`}
      action={update}
      input={(form) => ({ ...textsOf(form, ["name", "description"]), application: slug, version })}
      submitLabel="Save"
      done="Application changed"
    >
      {(errorOf) => <ApplicationFields errorOf={errorOf} values={application} />}
    </CommandDialog>
  );
}
