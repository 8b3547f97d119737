"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import type { AccessForm, AccessSubmitted } from "#lib/contract/access";
import type { FieldError } from "#lib/domain/result";
import { JudgedForm } from "../command/judged-form.tsx";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
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
  const { problems, preview } = state;

  return (
    <JudgedForm
      outlook={<AccessOutlook state={state} />}
      submit={submit}
      input={() => ({ ...state.where.place, ...state.input })}
      submitLabel="Ask for access"
      known={knownProblems(state)}
      judging={preview.pending}
      fixFirst={problems.length > 0 ? fixFirst(problems) : null}
      onRefused={state.attempted}
      onDone={({ requests: [first] }) => first && router.push(`/requests/${first.id}`)}
      onTypedBefore={state.adopt}
      inForm={refusedInForm}
    >
      <Fields state={state} />
    </JudgedForm>
  );
}

/** What is known to be wrong, what it is for included: that is not judged while it is typed. */
function knownProblems({ problems, unreadable, preview, input }: AccessFormState): FieldError[] {
  const silent = input.reason === "" ? [{ path: "reason", message: "Say what the access is for." }] : [];
  return [...(preview.pending ? unreadable : problems), ...silent];
}

function Fields({ state }: { state: AccessFormState }) {
  return (
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
  );
}
