"use client";

import type { TopicState } from "#lib/contract/topics";
import { LiveRegion } from "../ui/live-region.tsx";
import { usePageRefresh } from "../ui/use-page-refresh.tsx";
import { topicStateWord } from "./topic-state-chip.tsx";

/** Follows a topic while something is still to happen on its cluster; its state is told to screen readers when it changes. */
export function FollowTopic({ name, state, moving }: { name: string; state: TopicState; moving: boolean }) {
  usePageRefresh(state === "pending" || state === "deleting" || moving);

  return (
    <LiveRegion hidden>
      {name}: {topicStateWord(state)}
    </LiveRegion>
  );
}
