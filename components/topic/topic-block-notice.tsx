import type { ReactNode } from "react";
import type { TopicView } from "#lib/contract/topics";
import { Card, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { formatDate } from "../ui/format-relative.ts";
import { RelativeTime } from "../ui/relative-time.tsx";

type TopicBlockNoticeProps = {
  topic: Pick<TopicView, "block" | "may">;
  /** The button that lifts it; null for who may not. */
  unblock: ReactNode;
};

/** Nobody may read or write the topic: since when, until when that was planned, and the way back. Nothing for one that is open. */
export function TopicBlockNotice({ topic: { block, may }, unblock }: TopicBlockNoticeProps) {
  if (!block) return null;

  return (
    <Card tone="bad" className="mb-4">
      <CardSection className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Chip tone="bad">Blocked for all</Chip>
        <p className="min-w-0 flex-1 basis-64 wrap-anywhere">
          Nobody may read or write it, since <RelativeTime at={block.since} />
          {block.until && (
            <>
              ; planned until <strong>{formatDate(new Date(block.until))}</strong>
            </>
          )}
          . It ends when somebody lifts it, and its records stay as they are.{" "}
          {!may.unblock.allowed && may.unblock.needed && (
            <span className="text-ink-2">To lift it: {may.unblock.needed}</span>
          )}
        </p>
        {unblock}
      </CardSection>
    </Card>
  );
}
