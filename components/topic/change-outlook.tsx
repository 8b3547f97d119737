"use client";

import { NotPlanned } from "../plan/not-planned.tsx";
import { PlanView } from "../plan/plan-view.tsx";
import { Verdict, VerdictChip } from "../plan/verdict.tsx";
import { verdictSummary } from "../plan/verdict-words.ts";
import { WhoDecides } from "../request/who-decides.tsx";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { FieldError } from "../ui/field-error.tsx";
import { LiveRegion } from "../ui/live-region.tsx";
import { CostOutlook } from "./cost-outlook.tsx";
import type { ChangeFormState } from "./use-change-form.tsx";

/** What would come of a change as it stands: the plan, what it deletes, the verdict of the rules, the cost before and after, and who decides. */
export function ChangeOutlook({ state }: { state: ChangeFormState }) {
  const { answer, failed } = state.preview;
  const elsewhere = state.violationsElsewhere;
  const shown = failed ? null : answer;

  return (
    <div className="grid gap-5">
      {state.refusal !== null && !failed && (
        <Card tone="bad">
          <CardHeader title="In the way" />
          <CardSection>
            <FieldError message={state.refusal} />
          </CardSection>
        </Card>
      )}
      {shown?.plan ? (
        <PlanView
          plan={shown.plan}
          title="What will happen"
          status={shown.plan.refusals.length === 0 && <VerdictChip violations={shown.violations} />}
        />
      ) : (
        <NoPlan state={state} />
      )}
      {elsewhere.length > 0 && (
        <Card>
          <CardHeader title="Rules" status={<VerdictChip violations={elsewhere} />} />
          <CardSection>
            <Verdict violations={elsewhere} onTake={state.take} />
          </CardSection>
        </Card>
      )}
      {shown?.cost && <CostOutlook cost={shown.cost} />}
      {shown?.risk && <WhoDecides risk={shown.risk} requiredApprovals={shown.requiredApprovals} />}
      <LiveRegion hidden>{shown && (shown.refusal ?? verdictSummary(shown.violations).words)}</LiveRegion>
    </div>
  );
}

function NoPlan({ state: { preview, unreadable, changed } }: { state: ChangeFormState }) {
  return (
    <NotPlanned failed={preview.failed}>
      {unreadable.length > 0
        ? "Some settings cannot be read yet. Once they can, every change to the cluster stands here."
        : changed
          ? "There is nothing to plan as it stands."
          : "Change a setting: what that does to the topic and its readers, and who decides, then stands here before you ask."}
    </NotPlanned>
  );
}
