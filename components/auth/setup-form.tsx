"use client";

import { useRouter } from "next/navigation";
import { CommandForm } from "../command/command-form.tsx";
import { textsOf } from "../command/form-values.ts";
import type { Action } from "../command/use-command.tsx";
import { TextField } from "../ui/text-field.tsx";

/** The one-time code, and the first admin's account. */
export function SetupForm({ complete }: { complete: Action<unknown> }) {
  const router = useRouter();

  return (
    <CommandForm
      action={complete}
      input={(form) => textsOf(form, ["code", "name", "email", "password"])}
      submitLabel="Make the first admin"
      onDone={() => router.push("/sign-in?setup=done")}
    >
      {(errorOf) => (
        <>
          <TextField
            label="Setup code"
            name="code"
            mono
            error={errorOf("code")}
            hint="In the log of the web process; each start prints a new one."
          />
          <TextField label="Your name" name="name" autoComplete="name" error={errorOf("name")} />
          <TextField
            label="E-mail address"
            name="email"
            type="email"
            autoComplete="username"
            error={errorOf("email")}
            hint="You sign in with it."
          />
          <TextField
            label="Password"
            name="password"
            type="password"
            autoComplete="new-password"
            error={errorOf("password")}
            hint="At least 12 characters; a few words are fine."
          />
        </>
      )}
    </CommandForm>
  );
}
