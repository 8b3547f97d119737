"use client";

import { LiveRegion } from "../ui/live-region.tsx";
import { usePageRefresh } from "../ui/use-page-refresh.tsx";

type FollowApplicationProps = {
  /** Something is still to happen on a cluster. */
  underWay: boolean;
  /** How its principals stand, in words. */
  words: string;
};

/** Follows an application while the worker has something to do for it; what changes is told to screen readers. */
export function FollowApplication({ underWay, words }: FollowApplicationProps) {
  usePageRefresh(underWay);

  return <LiveRegion hidden>{words}</LiveRegion>;
}
