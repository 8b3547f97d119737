"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";

/** Reads the page again every `everyMs` while `active`, and not while nobody looks at the tab. */
export function usePageRefresh(active: boolean, everyMs = 2_000): void {
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
    const timer = setInterval(read, everyMs);
    document.addEventListener("visibilitychange", read);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", read);
    };
  }, [active, everyMs, router]);
}
