import type { Plan } from "#lib/domain/plan";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { LossNotice } from "./loss-notice.tsx";

type LossCardProps = {
  loss: Plan["loss"];
  /** The cluster is being asked right now. */
  measuring?: boolean;
};

/** What a plan deletes by keeping less, and who has not read it. Nothing for a plan that deletes nothing. */
export function LossCard({ loss, measuring = false }: LossCardProps) {
  if (loss === undefined) return null;
  const loses = loss !== null && loss.groups.length > 0;

  return (
    <Card tone={loses ? "bad" : "off"}>
      <CardHeader title="What is lost" />
      <CardSection>
        {loss === null && measuring ? (
          <p className="text-ink-2">The cluster is asked what this deletes, and who has not read it.</p>
        ) : (
          <LossNotice loss={loss} />
        )}
      </CardSection>
    </Card>
  );
}
