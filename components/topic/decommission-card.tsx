import type { Decommission } from "#lib/contract/decommission";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { DecommissionActions } from "./decommission-actions.tsx";
import type { DecommissionCommands } from "./decommission-commands.ts";
import { DecommissionSteps } from "./decommission-steps.tsx";
import { StepChip } from "./step-chip.tsx";

type DecommissionCardProps = {
  topic: Decommission;
  commands: DecommissionCommands;
  /** The page begins with notices of the block and the announced end, which have the buttons that take them back. */
  noticesUndo?: boolean;
};

/** The guided way out of a topic, where each step but the last is taken back with one button. */
export function DecommissionCard({ topic, commands, noticesUndo = false }: DecommissionCardProps) {
  return (
    <Card>
      <CardHeader title="Decommission" status={<StepChip topic={topic} />} />
      <CardSection>
        <DecommissionSteps topic={topic} />
      </CardSection>
      <CardSection>
        <DecommissionActions topic={topic} commands={commands} noticesUndo={noticesUndo} />
      </CardSection>
    </Card>
  );
}
