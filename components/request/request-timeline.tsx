import type { AuditRow } from "#lib/contract/platform";
import type { RequestView } from "#lib/contract/requests";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Timeline } from "../ui/timeline.tsx";
import { timelineSteps } from "./timeline-steps.ts";

/** How far a request has come, with people and times. */
export function RequestTimeline({ request, history }: { request: RequestView; history: readonly AuditRow[] }) {
  return (
    <Card>
      <CardHeader title="Timeline" />
      <CardSection>
        <Timeline items={timelineSteps(request, history)} />
      </CardSection>
    </Card>
  );
}
