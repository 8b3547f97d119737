"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";

const EVERY_MS = 2_000;

/** Reads the page again every two seconds while `active`, and not while nobody looks at the tab. */
export function usePageRefresh(active: boolean): void {
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
}
