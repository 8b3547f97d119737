"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef } from "react";
import type { TopicForm } from "#lib/contract/pages";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { type Failure, fail } from "#lib/domain/result";
import { type TopicAccessChoices, TopicAccessSection } from "../access/topic-access-section.tsx";
import { type Action, useCommand } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { ErrorSummary } from "../ui/error-summary.tsx";
import { ScrollRegion } from "../ui/scroll-region.tsx";
import { AboutSection, WhySection } from "./about-section.tsx";
import { fixFirst } from "./form-problems.ts";
import { NameSection } from "./name-section.tsx";
import { RequestOutlook } from "./request-outlook.tsx";
import { SettingsSection } from "./settings-section.tsx";
import type { TopicDraft } from "./topic-draft.ts";
import { type Editing, type TopicFormState, useTopicForm } from "./use-topic-form.tsx";
import { useTypedBefore } from "./use-typed-before.tsx";

type TopicRequestFormProps = {
  form: TopicForm;
  /** What the form starts with; read once. */
  initial: TopicDraft;
  editing: Editing | null;
  /** Applications that access can be asked for together with the topic; null where a request is edited. */
  access: TopicAccessChoices | null;
  /** `requestTopic`, or `editRequest` where a request is edited. */
  submit: Action<RequestSubmitted>;
};

/** Asks for a topic. The rules answer while it is typed; what is sent is judged again by the same rules. */
export function TopicRequestForm({ form, initial, editing, access, submit }: TopicRequestFormProps) {
  const router = useRouter();
  const state = useTopicForm(form, initial, editing);
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
      return state.attempted(null);
    }
    const { input } = state;
    const place = { kind: "create", cluster: form.cluster, team: form.team };
    const submitted = await run(editing ? { ...editing, ...input } : { ...place, ...input });
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
        <Card>
          <NameSection state={state} editing={editing} />
          <SettingsSection state={state} />
          <AboutSection state={state} />
          {access && <TopicAccessSection state={state} choices={access} />}
          <WhySection state={state} />
        </Card>
      </div>
      <div className="flex min-w-0 flex-col gap-5 lg:sticky lg:top-16 lg:max-h-[calc(100dvh-8.5rem)]">
        <ScrollRegion label="What will come of it" size="column">
          <RequestOutlook state={state} />
        </ScrollRegion>
        <SubmitLine state={state} pending={pending} label={editing ? "Submit the change" : "Submit request"} />
      </div>
    </form>
  );
}

const HELD_BACK = "Nothing was sent yet: this needs another look.";

/** What is known to be wrong is said here and now, without asking the server for the same answer. */
function knownRefusal({ problems, unreadable, preview }: TopicFormState): Failure | null {
  const known = preview.pending ? unreadable : problems;
  if (known.length === 0) return null;
  return fail("invalid_input", HELD_BACK, { errors: [...known] }).failure;
}

/** The button stays reachable while something is wrong: pressing it says what, and goes there. */
function SubmitLine({ state, pending, label }: { state: TopicFormState; pending: boolean; label: string }) {
  const blocked = state.problems.length > 0;

  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Button
        type="submit"
        variant="primary"
        pending={pending}
        {...(blocked ? { "aria-disabled": true, className: "opacity-55", "aria-describedby": "fix-first" } : {})}
      >
        {label}
      </Button>
      <p id="fix-first" className="min-w-0 flex-1 basis-48 text-ink-3">
        {blocked && fixFirst(state.problems)}
      </p>
    </div>
  );
}
