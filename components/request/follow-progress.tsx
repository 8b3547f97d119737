"use client";

import type { RequestSummary } from "#lib/contract/requests";
import { LiveRegion } from "../ui/live-region.tsx";
import { usePageRefresh } from "../ui/use-page-refresh.tsx";
import { requestStatus } from "./request-status.ts";

/** People take longer than workers. */
const UNDECIDED_MS = 5_000;

/** Follows a request until nothing more can happen to it. Its state is told to screen readers when it changes. */
export function FollowProgress({ request }: { request: Pick<RequestSummary, "state" | "progress"> }) {
  const undecided = request.state === "submitted";
  const unapplied = request.state === "approved" && request.progress.step !== "applied";
  usePageRefresh(undecided || unapplied, undecided ? UNDECIDED_MS : undefined);

  return <LiveRegion hidden>{requestStatus(request).word}</LiveRegion>;
}
