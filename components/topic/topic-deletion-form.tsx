"use client";

import { useRouter } from "next/navigation";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { JudgedForm } from "../command/judged-form.tsx";
import type { Action } from "../command/use-command.tsx";
import { PlanView } from "../plan/plan-view.tsx";
import { WhoDecides } from "../request/who-decides.tsx";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { FieldError } from "../ui/field-error.tsx";
import { LiveRegion } from "../ui/live-region.tsx";
import { TextArea } from "../ui/text-area.tsx";
import { TextField } from "../ui/text-field.tsx";
import { StillUsedSection } from "./still-used-section.tsx";
import { type DeletionFormState, useDeletionForm } from "./use-deletion-form.tsx";

type TopicDeletionFormProps = {
  cluster: string;
  name: string;
  /** Living subjects that describe its records. */
  subjects: readonly string[];
  submit: Action<RequestSubmitted>;
};

/** Asks that a topic goes for good. Whoever still uses it is named one by one, and the name is typed. */
export function TopicDeletionForm({ cluster, name, subjects, submit }: TopicDeletionFormProps) {
  const router = useRouter();
  const state = useDeletionForm({ cluster, name });
  const { preview, known } = state;

  return (
    <JudgedForm
      outlook={<DeletionOutlook state={state} />}
      submit={submit}
      input={() => state.input}
      submitLabel="Ask to delete it"
      tone="danger"
      known={known}
      judging={preview.pending}
      fixFirst={(preview.answer?.errors.length ?? 0) > 0 ? "First tick who still uses it." : null}
      onRefused={state.attempted}
      onDone={({ id }) => router.push(`/requests/${id}`)}
      onTypedBefore={(control, value) => {
        if (control === "confirm") state.setConfirm(value);
        if (control === "reason") state.setReason(value);
      }}
    >
      <Card>
        <StillUsedSection state={state} />
        {subjects.length > 0 && <SubjectsSection state={state} subjects={subjects} />}
        <CardHeader title="Confirm" />
        <CardSection className="grid gap-4">
          <TextField
            label={`Type ${name} to confirm`}
            name="confirm"
            mono
            value={state.confirm}
            onChange={(event) => state.setConfirm(event.target.value)}
            error={state.errorAt("confirm")}
          />
          <TextArea
            label="Reason"
            name="reason"
            value={state.reason}
            onChange={(event) => state.setReason(event.target.value)}
            error={state.errorAt("reason")}
            hint="Read by the person who decides, and kept in the audit trail."
          />
        </CardSection>
      </Card>
    </JudgedForm>
  );
}

function SubjectsSection({ state, subjects }: { state: DeletionFormState; subjects: readonly string[] }) {
  return (
    <>
      <CardHeader title="Its subjects" />
      <CardSection className="grid gap-2">
        <ul className="grid gap-0.5 font-mono text-small wrap-anywhere">
          {subjects.map((subject) => (
            <li key={subject}>{subject}</li>
          ))}
        </ul>
        <Checkbox
          name="subjects"
          label="Ask to delete them too"
          hint="Softly, each by a request of its own that waits for this one. Unticked they stay, and can be deleted later."
          checked={state.subjects}
          onChange={(event) => state.setSubjects(event.target.checked)}
        />
      </CardSection>
    </>
  );
}

/** What goes, and who decides. */
function DeletionOutlook({ state: { preview } }: { state: DeletionFormState }) {
  const { answer, failed } = preview;
  const inTheWay = answer?.refusal && answer.errors.length === 0 ? answer.refusal : null;

  return (
    <div className="grid gap-5">
      {inTheWay !== null && (
        <Card tone="bad">
          <CardHeader title="In the way" />
          <CardSection>
            <FieldError message={inTheWay} />
          </CardSection>
        </Card>
      )}
      {answer?.plan && !failed && <PlanView plan={answer.plan} title="What goes" />}
      {failed && (
        <Card>
          <CardSection className="text-ink-2">
            What goes cannot be asked at the moment. It is judged again when you submit.
          </CardSection>
        </Card>
      )}
      {answer?.risk && <WhoDecides risk={answer.risk} requiredApprovals={answer.requiredApprovals} />}
      <LiveRegion hidden>{answer && !failed && (answer.refusal ?? "It could be asked for so.")}</LiveRegion>
    </div>
  );
}
