"use client";

import { PlanView } from "../plan/plan-view.tsx";
import { VerdictChip } from "../plan/verdict.tsx";
import { WhoDecides } from "../request/who-decides.tsx";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { FieldError } from "../ui/field-error.tsx";
import { LiveRegion } from "../ui/live-region.tsx";
import { useMeasuredPreview } from "./use-measured-preview.tsx";

type LifeOutlookProps = {
  topic: { cluster: string; name: string };
  /** What would be asked for, without a reason; null while there is nothing to ask. */
  question: object | null;
};

/** What would come of a request about a topic that is there: the plan as it would be approved, what it deletes, and who decides. */
export function LifeOutlook({ topic: { cluster, name }, question }: LifeOutlookProps) {
  const body = question && JSON.stringify({ ...question, cluster, name });
  const { answer, failed, pending } = useMeasuredPreview({ cluster, name }, body);

  return (
    <div className="grid gap-4">
      {failed && (
        <p className="text-ink-2">The rules cannot be asked at the moment. They are asked again when you submit.</p>
      )}
      {!answer && pending && <p className="text-ink-3">Asking what would happen …</p>}
      {answer?.refusal && !answer.plan && (
        <Card tone="bad">
          <CardHeader title="In the way" />
          <CardSection>
            <FieldError message={answer.refusal} />
          </CardSection>
        </Card>
      )}
      {answer?.plan && (
        <PlanView plan={answer.plan} title="What will happen" status={<VerdictChip violations={answer.violations} />} />
      )}
      {answer?.risk && <WhoDecides risk={answer.risk} requiredApprovals={answer.requiredApprovals} />}
      <LiveRegion hidden>{answer && (answer.refusal ?? "The plan is there.")}</LiveRegion>
    </div>
  );
}
