"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useMemo, useRef } from "react";
import type { AccessForm, AccessSubmitted } from "#lib/contract/access";
import { type Failure, fail } from "#lib/domain/result";
import { type Action, useCommand } from "../command/use-command.tsx";
import { useTypedBefore } from "../topic/use-typed-before.tsx";
import { Button } from "../ui/button.tsx";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { ErrorSummary } from "../ui/error-summary.tsx";
import { ScrollRegion } from "../ui/scroll-region.tsx";
import type { AccessDraft } from "./access-draft.ts";
import { AccessItemFields } from "./access-item-fields.tsx";
import { AccessOutlook } from "./access-outlook.tsx";
import { AccessPlace } from "./access-place.tsx";
import { fixFirst, refusedInForm } from "./access-problems.ts";
import { AccessTermsSection } from "./access-terms-section.tsx";
import { type AccessFormState, useAccessForm } from "./use-access-form.tsx";

type AccessRequestFormProps = {
  form: AccessForm;
  /** What the form starts with; read once. */
  initial: AccessDraft;
  submit: Action<AccessSubmitted>;
};

/** Asks for access to one or several topics. The rules answer while it is typed; what is sent is judged again by the same rules. */
export function AccessRequestForm({ form, initial, submit }: AccessRequestFormProps) {
  const router = useRouter();
  const state = useAccessForm(form, initial);
  const element = useRef<HTMLFormElement>(null);
  useTypedBefore(element, state.adopt);
  const { run, failure, pending, setFailure } = useCommand(submit);

  // What the form itself held back is over once nothing is known to be wrong any more.
  const repaired = failure?.detail === HELD_BACK && !state.preview.pending && state.problems.length === 0;
  useEffect(() => {
    if (repaired) setFailure(null);
  }, [repaired, setFailure]);

  const send = async (event: FormEvent) => {
    event.preventDefault();
    const refusal = knownRefusal(state);
    if (refusal) {
      setFailure(refusal);
      return state.attempted(refusal);
    }
    const submitted = await run({ ...state.where.place, ...state.input });
    const first = submitted?.requests[0];
    if (first) router.push(`/requests/${first.id}`);
    else if (!submitted) state.attempted(null);
  };

  return (
    <form
      ref={element}
      onSubmit={send}
      noValidate
      className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_25rem]"
    >
      <div className="min-w-0">
        <Refused failure={failure} />
        <Card>
          <CardHeader title="Who" />
          <CardSection>
            <AccessPlace state={state} />
          </CardSection>
          <CardHeader title="What" />
          <div className="border-t border-line">
            {state.draft.items.map((item, index) => (
              <AccessItemFields key={item.id} state={state} index={index} item={item} />
            ))}
          </div>
          <CardSection>
            <Button size="small" icon={<Plus aria-hidden className="size-4" />} onClick={state.addItem}>
              Add a topic
            </Button>
          </CardSection>
          <AccessTermsSection state={state} />
        </Card>
      </div>
      <div className="flex min-w-0 flex-col gap-5 lg:sticky lg:top-16 lg:max-h-[calc(100dvh-8.5rem)]">
        <ScrollRegion label="What will come of it" size="column">
          <AccessOutlook state={state} />
        </ScrollRegion>
        <SubmitLine state={state} pending={pending} />
      </div>
    </form>
  );
}

const HELD_BACK = "Nothing was sent yet: this needs another look.";

/** What is known to be wrong is said here and now, without asking the server for the same answer. */
function knownRefusal({ problems, unreadable, preview, input }: AccessFormState): Failure | null {
  const known = preview.pending ? unreadable : problems;
  const silent = input.reason === "" ? [{ path: "reason", message: "Say what the access is for." }] : [];
  if (known.length + silent.length === 0) return null;
  return fail("invalid_input", HELD_BACK, { errors: [...known, ...silent] }).failure;
}

/** A refusal at the names of this form's controls. Memoised: a new array of errors takes focus. */
function Refused({ failure }: { failure: Failure | null }) {
  const errors = useMemo(() => failure?.errors && refusedInForm(failure.errors), [failure]);
  return <ErrorSummary detail={failure?.detail} errors={errors} />;
}

/** The button stays reachable while something is wrong: pressing it says what, and goes there. */
function SubmitLine({ state, pending }: { state: AccessFormState; pending: boolean }) {
  const blocked = state.problems.length > 0;

  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Button
        type="submit"
        variant="primary"
        pending={pending}
        {...(blocked ? { "aria-disabled": true, className: "opacity-55", "aria-describedby": "fix-first" } : {})}
      >
        Ask for access
      </Button>
      <p id="fix-first" className="min-w-0 flex-1 basis-48 text-ink-3">
        {blocked && fixFirst(state.problems)}
      </p>
    </div>
  );
}
