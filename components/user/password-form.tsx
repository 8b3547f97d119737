"use client";

import { CommandForm } from "../command/command-form.tsx";
import { textsOf } from "../command/form-values.ts";
import type { Action } from "../command/use-command.tsx";
import { TextField } from "../ui/text-field.tsx";
import { toast } from "../ui/toast.tsx";

type PasswordFormProps = {
  /** For password managers, which file a password under it. */
  login: string;
  change: Action<{ endedSessions: number }>;
};

/** Changes one's own password. */
export function PasswordForm({ login, change }: PasswordFormProps) {
  const done = ({ endedSessions }: { endedSessions: number }) =>
    toast("Password changed", {
      description: endedSessions > 0 ? `You were signed out in ${endedSessions} other places.` : "",
    });

  return (
    <CommandForm
      action={change}
      input={(form) => textsOf(form, ["current", "next"])}
      submitLabel="Change password"
      clears
      onDone={done}
    >
      {(errorOf) => (
        <>
          <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
          <TextField
            label="Current password"
            name="current"
            type="password"
            autoComplete="current-password"
            error={errorOf("current")}
          />
          <TextField
            label="New password"
            name="next"
            type="password"
            autoComplete="new-password"
            error={errorOf("next")}
            hint="At least 12 characters. Every other session of yours ends."
          />
        </>
      )}
    </CommandForm>
  );
}
