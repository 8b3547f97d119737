import { Users } from "lucide-react";
import type { SlotWithHolders } from "#lib/contract/topic-requests";
import type { Risk } from "#lib/domain/slot";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { namesOf } from "./names-of.ts";
import { RiskChip } from "./request-chips.tsx";

type WhoDecidesProps = {
  risk: Risk;
  requiredApprovals: readonly SlotWithHolders[];
  title?: string;
};

/** Before it is asked: how much can go wrong, which approvals that needs, and who could give them now. */
export function WhoDecides({ risk, requiredApprovals, title = "Who decides" }: WhoDecidesProps) {
  return (
    <Card>
      <CardHeader title={title} status={<RiskChip risk={risk} />} />
      <CardSection>
        {requiredApprovals.length === 0 ? (
          <p>Nobody has to: the rules allow it, and it is approved as you submit it.</p>
        ) : (
          <ul className="grid gap-2.5">
            {requiredApprovals.map((needed) => (
              <li key={needed.slot.id}>
                <Chip tone="off" icon={Users}>
                  {needed.slot.label}
                </Chip>
                <div className="mt-1 text-ink-2">{namesOf(needed)}</div>
              </li>
            ))}
          </ul>
        )}
      </CardSection>
    </Card>
  );
}
