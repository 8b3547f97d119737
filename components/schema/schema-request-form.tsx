"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef } from "react";
import type { SchemaForm } from "#lib/contract/schemas";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { type Failure, fail } from "#lib/domain/result";
import { type Action, useCommand } from "../command/use-command.tsx";
import { useTypedBefore } from "../topic/use-typed-before.tsx";
import { Button } from "../ui/button.tsx";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { ErrorSummary } from "../ui/error-summary.tsx";
import { ScrollRegion } from "../ui/scroll-region.tsx";
import { TextArea } from "../ui/text-area.tsx";
import { ReferenceFields } from "./reference-fields.tsx";
import { SchemaEditor } from "./schema-editor.tsx";
import { SchemaOutlook } from "./schema-outlook.tsx";
import { SchemaKindFields, SchemaPlaceFields } from "./schema-place-fields.tsx";
import { fixFirst } from "./schema-problems.ts";
import { StartFrom } from "./start-from.tsx";
import { type SchemaFormState, useSchemaForm } from "./use-schema-form.tsx";

type SchemaRequestFormProps = { form: SchemaForm; submit: Action<RequestSubmitted> };

/** Asks for a new version of a subject. Rules and registry answer while it is typed; what is sent is judged again by the same rules. */
export function SchemaRequestForm({ form, submit }: SchemaRequestFormProps) {
  const router = useRouter();
  const state = useSchemaForm(form);
  const element = useRef<HTMLFormElement>(null);
  useTypedBefore(element, (control, value) => {
    if (control === "schema" || control === "reason") state.change(control, { [control]: value });
  });
  const { run, failure, pending, setFailure } = useCommand(submit);

  // What the form itself held back is over once nothing is known to be wrong any more.
  const repaired = failure?.detail === HELD_BACK && !state.preview.pending && knownRefusal(state) === null;
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
    const submitted = await run({ ...state.input, reason: state.draft.reason });
    if (submitted) router.push(`/requests/${submitted.id}`);
    else state.attempted(null);
  };

  return (
    <form
      ref={element}
      onSubmit={send}
      noValidate
      className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_25rem]"
    >
      <div className="min-w-0">
        <ErrorSummary detail={failure?.detail} errors={failure?.errors} />
        <Fields state={state} />
      </div>
      <div className="flex min-w-0 flex-col gap-5 lg:sticky lg:top-16 lg:max-h-[calc(100dvh-8.5rem)]">
        <ScrollRegion label="What will come of it" size="column">
          <SchemaOutlook state={state} />
        </ScrollRegion>
        <SubmitLine state={state} pending={pending} />
      </div>
    </form>
  );
}

function Fields({ state }: { state: SchemaFormState }) {
  const { content, preview } = state;
  return (
    <Card>
      <CardHeader title="Where" />
      <CardSection>
        <SchemaPlaceFields state={state} />
      </CardSection>
      <CardHeader title="Schema" />
      <CardSection className="grid gap-4">
        <SchemaKindFields state={state} />
        <StartFrom state={state} />
        <SchemaEditor
          label="Schema"
          name="schema"
          value={content.schema}
          onChange={(schema) => state.change("schema", { schema })}
          schemaType={content.schemaType}
          problems={content.untouched ? NO_PROBLEMS : (preview.answer?.problems ?? NO_PROBLEMS)}
          error={state.errorAt("schema")}
          hint="Tab leaves the text; Ctrl+] and Ctrl+[ indent, Ctrl+Z goes back. Ctrl is Cmd on a Mac."
        />
      </CardSection>
      <CardHeader title="References" />
      <CardSection>
        <ReferenceFields state={state} />
      </CardSection>
      <CardHeader title="Why" />
      <CardSection>
        <TextArea
          label="Reason"
          name="reason"
          value={state.draft.reason}
          error={state.errorAt("reason")}
          onChange={(event) => state.change("reason", { reason: event.target.value })}
          hint="Read by those who acknowledge and decide."
        />
      </CardSection>
    </Card>
  );
}

/** One array for all: a new one at each render would mark the text anew. */
const NO_PROBLEMS: never[] = [];

const HELD_BACK = "Nothing was sent yet: this needs another look.";

/** What is known to be wrong is said here and now, without asking the server for the same answer. */
function knownRefusal({ problems, unreadable, preview, content, draft }: SchemaFormState): Failure | null {
  const known = preview.pending ? [...unreadable] : [...problems];
  if (content.untouched) known.push({ path: "schema", message: "Nothing was changed yet." });
  if (draft.reason.trim() === "") known.push({ path: "reason", message: "Say what it is for." });
  return known.length === 0 ? null : fail("invalid_input", HELD_BACK, { errors: known }).failure;
}

/** The button stays reachable while something is wrong: pressing it says what, and goes there. */
function SubmitLine({ state, pending }: { state: SchemaFormState; pending: boolean }) {
  const blocked = state.problems.length > 0;

  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Button
        type="submit"
        variant="primary"
        pending={pending}
        {...(blocked ? { "aria-disabled": true, className: "opacity-55", "aria-describedby": "fix-first" } : {})}
      >
        Submit request
      </Button>
      <p id="fix-first" className="min-w-0 flex-1 basis-48 text-ink-3">
        {blocked && fixFirst(state.problems)}
      </p>
    </div>
  );
}
