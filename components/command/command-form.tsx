"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { SubmitButton } from "../ui/button.tsx";
import { errorAt, FailureNotice } from "./failure-notice.tsx";
import { type Action, useCommand } from "./use-command.tsx";

export type CommandFormProps<Output> = {
  action: Action<Output>;
  /** The command's input, from what was typed. */
  input: (form: FormData) => unknown;
  submitLabel: string;
  /** The fields, given the refusal of each by its path. */
  children: (errorOf: (path: string) => string | undefined) => ReactNode;
  /** Beside the submit button. */
  secondary?: ReactNode;
  /** Begins anew after a success: for forms that stay on the page. */
  clears?: boolean;
  onDone: (value: Output) => void;
};

/** A form that sends one command: what was typed stays when it is refused, and the summary of why takes focus. */
export function CommandForm<Output>({ action, input, submitLabel, children, ...rest }: CommandFormProps<Output>) {
  const { secondary, clears, onDone } = rest;
  const { run, failure, pending } = useCommand(action);
  const [fields, setFields] = useState<string[]>([]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setFields(namesOf(form));
    const value = await run(input(new FormData(form)));
    if (value === undefined) return;
    if (clears) form.reset();
    onDone(value);
  };

  return (
    // POST even before scripts have loaded: what was typed never gets into an address.
    <form method="post" onSubmit={submit} noValidate>
      <FailureNotice failure={failure} fields={fields} />
      <div className="grid gap-4">{children((path) => errorAt(failure, path))}</div>
      <div className="mt-5 flex flex-wrap items-center justify-end gap-2.5">
        {secondary}
        <SubmitButton pending={pending}>{submitLabel}</SubmitButton>
      </div>
    </form>
  );
}

/** What can be linked to: an error about anything else (a version, the team itself) is told in the summary's sentence. */
function namesOf(form: HTMLFormElement): string[] {
  return Array.from(form.querySelectorAll("[name]"), (field) => field.getAttribute("name") ?? "");
}
