import type { ReactNode } from "react";
import type { TopicView } from "#lib/contract/topics";
import { Card, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { formatDate } from "../ui/format-relative.ts";
import { TextLink } from "../ui/text-link.tsx";
import { topicHref } from "./topic-href.ts";

type TopicEndingNoticeProps = {
  topic: Pick<TopicView, "cluster" | "ending">;
  /** What an owner can do about it. */
  actions: ReactNode;
};

/** The announced end of a topic: until when it is written, what takes its place, and why. Nothing where none is announced. */
export function TopicEndingNotice({ topic: { cluster, ending }, actions }: TopicEndingNoticeProps) {
  if (!ending) return null;

  return (
    <Card tone="warn" className="mb-4">
      <CardSection className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Chip tone="warn">Ending</Chip>
        <p className="min-w-0 flex-1 basis-64 wrap-anywhere">
          Written until <strong>{formatDate(new Date(ending.at))}</strong> <span className="text-ink-3">UTC</span>.{" "}
          {ending.successor && (
            <>
              Move to{" "}
              <TextLink mono href={topicHref(cluster, ending.successor)}>
                {ending.successor}
              </TextLink>
              .{" "}
            </>
          )}
          <q>{ending.reason}</q>
        </p>
        {actions}
      </CardSection>
    </Card>
  );
}
