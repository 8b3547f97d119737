"use client";

import { type FormEvent, useState, useTransition } from "react";
import { SubmitButton } from "../ui/button.tsx";
import { ErrorSummary } from "../ui/error-summary.tsx";
import { TextField } from "../ui/text-field.tsx";
import { postToAuth } from "./post-to-auth.ts";
import { signInMessage } from "./sign-in-message.ts";

/** A new list with each refusal, so that the same words take focus again. */
type Refusal = { detail: string; errors: [] };

type SignInFormProps = { /** A path of our own. */ from: string };

/** Sign-in with a local account. */
export function SignInForm({ from }: SignInFormProps) {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [pending, start] = useTransition();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    start(async () => {
      const code = await signIn(form, from).catch(() => "unavailable");
      const detail = signInMessage(code, null);
      if (detail === null) window.location.assign(from);
      else setRefusal({ detail, errors: [] });
    });
  };

  return (
    // POST even before scripts have loaded: a password never gets into an address.
    <form method="post" action="/api/auth/callback/credentials" onSubmit={submit} className="grid gap-4">
      <ErrorSummary detail={refusal?.detail} errors={refusal?.errors} />
      <TextField
        label="E-mail address"
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
      <SubmitButton pending={pending} className="w-full">
        Sign in
      </SubmitButton>
    </form>
  );
}

/** The code of the refusal; null once signed in. */
async function signIn(form: FormData, from: string): Promise<string | null> {
  const { error } = await postToAuth("callback/credentials", {
    email: String(form.get("email") ?? ""),
    password: String(form.get("password") ?? ""),
    callbackUrl: from,
  });
  return error;
}
