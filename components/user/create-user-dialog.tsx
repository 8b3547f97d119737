"use client";

import { UserPlus } from "lucide-react";
import { CommandDialog } from "../command/command-dialog.tsx";
import { textsOf } from "../command/form-values.ts";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { PLATFORM_ROLES } from "./platform-roles.ts";

/** Makes a local account. People of the organisation's provider get theirs at their first sign-in. */
export function CreateUserDialog({ create }: { create: Action<unknown> }) {
  return (
    <CommandDialog
      trigger={
        <Button variant="primary" icon={<UserPlus aria-hidden className="size-4" />}>
          New account
        </Button>
      }
      title="New account"
      description="A local account with a first password, which its owner changes under Settings."
      action={create}
      input={(form) => textsOf(form, ["name", "email", "password", "platformRole"])}
      submitLabel="Make account"
      done="Account made"
    >
      {(errorOf) => (
        <>
          <TextField label="Name" name="name" error={errorOf("name")} />
          <TextField label="E-mail address" name="email" type="email" error={errorOf("email")} hint="Their sign-in." />
          <TextField
            label="First password"
            name="password"
            type="password"
            autoComplete="new-password"
            error={errorOf("password")}
            hint="At least 12 characters."
          />
          <Select
            label="Platform role"
            name="platformRole"
            defaultValue="none"
            options={PLATFORM_ROLES}
            error={errorOf("platformRole")}
          />
        </>
      )}
    </CommandDialog>
  );
}
