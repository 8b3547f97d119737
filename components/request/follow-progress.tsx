"use client";

import type { RequestSummary } from "#lib/contract/requests";
import { LiveRegion } from "../ui/live-region.tsx";
import { usePageRefresh } from "../ui/use-page-refresh.tsx";
import { requestStatus } from "./request-status.ts";

type FollowProgressProps = {
  /** Something is still to happen on the cluster. */
  active: boolean;
  /** Its state is told to screen readers when it changes. */
  request: Pick<RequestSummary, "state" | "progress">;
};

/** Follows a request while the worker has something to do. */
export function FollowProgress({ active, request }: FollowProgressProps) {
  usePageRefresh(active);

  return <LiveRegion hidden>{requestStatus(request).word}</LiveRegion>;
}
