"use client";

import { useRouter } from "next/navigation";
import type { TopicChangeForm as Form } from "#lib/contract/pages";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import type { FieldError } from "#lib/domain/result";
import { JudgedForm } from "../command/judged-form.tsx";
import type { Action } from "../command/use-command.tsx";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { ClassificationField, WhySection } from "./about-section.tsx";
import { type ChangingTopic, pathInChangeForm } from "./change-draft.ts";
import { ChangeOutlook } from "./change-outlook.tsx";
import { fixFirst } from "./form-problems.ts";
import { SettingsSection } from "./settings-section.tsx";
import { type ChangeFormState, useChangeForm } from "./use-change-form.tsx";

type TopicChangeFormProps = { topic: ChangingTopic; form: Form; submit: Action<RequestSubmitted> };

/** Asks for other settings of a topic that is there. Only what differs from what is desired is sent; the rules and the cluster answer while it is typed. */
export function TopicChangeForm({ topic, form, submit }: TopicChangeFormProps) {
  const router = useRouter();
  const state = useChangeForm(topic, form);
  const { problems, preview } = state;

  return (
    <JudgedForm
      outlook={<ChangeOutlook state={state} />}
      submit={submit}
      input={() => state.input}
      submitLabel="Ask for the change"
      known={knownProblems(state)}
      judging={preview.pending}
      fixFirst={problems.length > 0 ? fixFirst(problems) : null}
      onRefused={state.attempted}
      onDone={({ id }) => router.push(`/requests/${id}`)}
      onTypedBefore={state.type}
      inForm={refusedInForm}
    >
      <Card>
        <SettingsSection state={state} />
        <CardHeader title="About" />
        <CardSection className="grid gap-x-3.5 gap-y-4 sm:grid-cols-2">
          <ClassificationField state={state} />
        </CardSection>
        <WhySection state={state} />
      </Card>
    </JudgedForm>
  );
}

/** What is known to be wrong; what is not typed yet is not judged, and is missed here. */
function knownProblems({ problems, unreadable, preview, changed, input }: ChangeFormState): FieldError[] {
  const known = preview.pending ? [...unreadable] : [...problems];
  if (!changed) known.push({ path: "spec.partitions", message: "Nothing was changed yet." });
  if (input.reason.trim() === "") known.push({ path: "reason", message: "Say what it is for." });
  return known;
}

function refusedInForm(errors: readonly FieldError[]): FieldError[] {
  return errors.map(({ path, message }) => ({ path: pathInChangeForm(path), message }));
}
