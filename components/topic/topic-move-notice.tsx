import type { ReactNode } from "react";
import type { TopicView } from "#lib/contract/topics";
import { grouped } from "#lib/domain/quantity";
import { Card, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { TextLink } from "../ui/text-link.tsx";

type TopicMoveNoticeProps = {
  moving: NonNullable<TopicView["moving"]>;
  /** That asked for it; null for who may not see it. */
  requestId: number | null;
  /** The button that takes it back; null for who may not. */
  takeBack: ReactNode;
};

/** Partitions on their way to other brokers: how far that is, and the way to stop it. */
export function TopicMoveNotice({ moving: { moving, partitions }, requestId, takeBack }: TopicMoveNoticeProps) {
  return (
    <Card tone="wait" className="mb-4">
      <CardSection className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Chip tone="wait">Moving</Chip>
        <div className="min-w-0 flex-1 basis-64">
          <p>
            {grouped(moving)} of {grouped(partitions)} partitions are still on their way to other brokers
            {requestId !== null && (
              <>
                , by <TextLink href={`/requests/${requestId}`}>request {requestId}</TextLink>
              </>
            )}
            . It can be read and written meanwhile.
          </p>
          <progress
            className="mt-1.5 block h-1.5 w-full max-w-80 accent-accent"
            aria-label="Partitions that have moved"
            max={partitions}
            value={partitions - moving}
          />
        </div>
        {takeBack}
      </CardSection>
    </Card>
  );
}
