"use client";

import { type FormEvent, type ReactNode, useEffect, useMemo, useRef } from "react";
import { type Failure, type FieldError, fail } from "#lib/domain/result";
import { Button, type ButtonProps } from "../ui/button.tsx";
import { ErrorSummary } from "../ui/error-summary.tsx";
import { ScrollRegion } from "../ui/scroll-region.tsx";
import { type Action, useCommand } from "./use-command.tsx";
import { useTypedBefore } from "./use-typed-before.tsx";

type JudgedFormProps<Output> = {
  /** The fields. */
  children: ReactNode;
  /** Beside them: what would come of it as it stands. */
  outlook: ReactNode;
  submit: Action<Output>;
  input: () => unknown;
  submitLabel: string;
  tone?: ButtonProps["variant"];
  /** What is known to keep it from being submitted, said here and now: the server would give the same answer. */
  known: readonly FieldError[];
  /** The judgement of what stands there now is still on its way. */
  judging: boolean;
  /** Beside the button: what has to be mended first; null while nothing has to. */
  fixFirst: string | null;
  /** Told when it was pressed and not sent, with why, or refused by the server, with null. */
  onRefused: (heldBack: Failure | null) => void;
  onDone: (value: Output) => void;
  /** A control's value from before the scripts had loaded. */
  onTypedBefore?: (control: string, value: string) => void;
  /** Puts errors at the names of this form's controls, where the server knows others; the same function at each render. */
  inForm?: (errors: readonly FieldError[]) => FieldError[];
};

const HELD_BACK = "Nothing was sent yet: this needs another look.";
const nothing = () => undefined;

/**
 * A form that is judged while it is typed: fields, and beside them what would come of it. What is known to be wrong is held back, said in the
 * summary and forgotten once it is mended; what is sent is judged again.
 */
export function JudgedForm<Output>({
  children,
  outlook,
  submit,
  input,
  known,
  judging,
  ...rest
}: JudgedFormProps<Output>) {
  const { submitLabel, tone = "primary", fixFirst, onRefused, onDone, onTypedBefore = nothing, inForm } = rest;
  const element = useRef<HTMLFormElement>(null);
  useTypedBefore(element, onTypedBefore);
  const { run, failure, pending, setFailure } = useCommand(submit);

  const repaired = failure?.detail === HELD_BACK && !judging && known.length === 0;
  useEffect(() => {
    if (repaired) setFailure(null);
  }, [repaired, setFailure]);

  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (known.length > 0) {
      const heldBack = fail("invalid_input", HELD_BACK, { errors: [...known] }).failure;
      setFailure(heldBack);
      return onRefused(heldBack);
    }
    const done = await run(input());
    if (done === undefined) onRefused(null);
    else onDone(done);
  };

  return (
    <form
      ref={element}
      onSubmit={send}
      noValidate
      className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_25rem]"
    >
      <div className="min-w-0">
        <Refused failure={failure} inForm={inForm} />
        {children}
      </div>
      <div className="flex min-w-0 flex-col gap-5 lg:sticky lg:top-16 lg:max-h-[calc(100dvh-8.5rem)]">
        <ScrollRegion label="What will come of it" size="column">
          {outlook}
        </ScrollRegion>
        <SubmitLine label={submitLabel} tone={tone} fixFirst={fixFirst} pending={pending} />
      </div>
    </form>
  );
}

type RefusedProps = { failure: Failure | null; inForm: JudgedFormProps<unknown>["inForm"] };

/** Memoised: a new array of errors takes focus. */
function Refused({ failure, inForm }: RefusedProps) {
  const errors = useMemo(() => failure?.errors && (inForm?.(failure.errors) ?? failure.errors), [failure, inForm]);
  return <ErrorSummary detail={failure?.detail} errors={errors} />;
}

type SubmitLineProps = { label: string; tone: ButtonProps["variant"]; fixFirst: string | null; pending: boolean };

/** The button stays reachable while something is wrong: pressing it says what, and goes there. */
function SubmitLine({ label, tone, fixFirst, pending }: SubmitLineProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Button
        type="submit"
        variant={tone ?? "primary"}
        pending={pending}
        {...(fixFirst ? { "aria-disabled": true, className: "opacity-55", "aria-describedby": "fix-first" } : {})}
      >
        {label}
      </Button>
      <p id="fix-first" className="min-w-0 flex-1 basis-48 text-ink-3">
        {fixFirst}
      </p>
    </div>
  );
}
