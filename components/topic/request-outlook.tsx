"use client";

import { NotPlanned } from "../plan/not-planned.tsx";
import { PlanView } from "../plan/plan-view.tsx";
import { Verdict, VerdictChip } from "../plan/verdict.tsx";
import { verdictSummary } from "../plan/verdict-words.ts";
import { WhoDecides } from "../request/who-decides.tsx";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { LiveRegion } from "../ui/live-region.tsx";
import { CostOutlook } from "./cost-outlook.tsx";
import type { TopicFormState } from "./use-topic-form.tsx";

/** What would come of the request as it stands: the plan, the verdict of the rules, and who decides. */
export function RequestOutlook({ state }: { state: TopicFormState }) {
  const { answer, failed } = state.preview;
  const elsewhere = state.violationsElsewhere;

  return (
    <div className="grid gap-5">
      <Plan state={state} />
      {elsewhere.length > 0 && (
        <Card>
          <CardHeader title="Still to come" />
          <CardSection>
            <Verdict violations={elsewhere} onTake={state.take} />
          </CardSection>
        </Card>
      )}
      {answer?.cost && !failed && answer.conflicts.length === 0 && <CostOutlook cost={answer.cost} />}
      {answer?.risk && answer.conflicts.length === 0 && (
        <WhoDecides risk={answer.risk} requiredApprovals={answer.requiredApprovals} />
      )}
      <LiveRegion hidden>{answer && !failed && verdictSummary(answer.violations).words}</LiveRegion>
    </div>
  );
}

function Plan({ state: { preview, unreadable } }: { state: TopicFormState }) {
  const { answer, failed } = preview;
  const status = answer && <VerdictChip violations={answer.violations} />;
  const taken = (answer?.conflicts.length ?? 0) > 0;
  if (answer?.plan && !failed && !taken)
    return <PlanView plan={answer.plan} title="What will happen" status={status} />;

  const wrong = unreadable.length + (answer?.errors.length ?? 0) > 0;
  return <NotPlanned failed={failed}>{taken ? <Taken /> : wrong ? <Unread /> : <NotBegun />}</NotPlanned>;
}

const Taken = () => <>The name is taken, so there is nothing to plan.</>;
const Unread = () => <>Some settings cannot be read yet. Once they can, every change to the cluster stands here.</>;
const NotBegun = () => <>Begin with the name: every change to the cluster then stands here before you ask for it.</>;
