"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import type { RequestSummary } from "#lib/contract/requests";
import { LiveRegion } from "../ui/live-region.tsx";
import { requestStatus } from "./request-status.ts";

const EVERY_MS = 2_000;

type FollowProgressProps = {
  /** Something is still to happen on the cluster. */
  active: boolean;
  /** Its state is told to screen readers when it changes. */
  request: Pick<RequestSummary, "state" | "progress">;
};

/** Reads the page again every two seconds while the worker has something to do, and not while nobody looks at the tab. */
export function FollowProgress({ active, request }: FollowProgressProps) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const reading = useRef(pending);

  useEffect(() => {
    reading.current = pending;
  }, [pending]);

  useEffect(() => {
    if (!active) return;
    const read = () => {
      if (document.visibilityState === "visible" && !reading.current) start(() => router.refresh());
    };
    const timer = setInterval(read, EVERY_MS);
    document.addEventListener("visibilitychange", read);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", read);
    };
  }, [active, router]);

  return <LiveRegion hidden>{requestStatus(request).word}</LiveRegion>;
}
