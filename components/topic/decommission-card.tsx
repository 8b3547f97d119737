import type { Decommission } from "#lib/contract/decommission";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { DecommissionActions } from "./decommission-actions.tsx";
import type { DecommissionCommands } from "./decommission-commands.ts";
import { DecommissionSteps } from "./decommission-steps.tsx";
import { StepChip } from "./step-chip.tsx";

type DecommissionCardProps = { topic: Decommission; commands: DecommissionCommands };

/** The guided way out of a topic, where each step but the last is taken back with one button. */
export function DecommissionCard({ topic, commands }: DecommissionCardProps) {
  return (
    <Card>
      <CardHeader title="Decommission" status={<StepChip topic={topic} />} />
      <CardSection>
        <DecommissionSteps topic={topic} />
      </CardSection>
      <CardSection>
        <DecommissionActions topic={topic} commands={commands} />
      </CardSection>
    </Card>
  );
}
