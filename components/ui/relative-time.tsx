"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { formatInstant, formatRelative } from "./format-relative.ts";

const TICK_MS = 5_000;

const Now = createContext<number | null>(null);

/**
 * One clock for every relative time below it. It starts at the server's `now` (ISO 8601), so the first render in the browser equals the server's,
 * and then goes on with the browser's clock, corrected by the difference between the two.
 */
export function NowProvider({ now, children }: { now: string; children: ReactNode }) {
  const [current, setCurrent] = useState(() => Date.parse(now));

  useEffect(() => {
    const ahead = Date.parse(now) - Date.now();
    const timer = setInterval(() => setCurrent(Date.now() + ahead), TICK_MS);
    return () => clearInterval(timer);
  }, [now]);

  return <Now value={current}>{children}</Now>;
}

/** `12 s ago`, with the absolute time on hover and in the markup. `at` is ISO 8601; null shows `never`. */
export function RelativeTime({ at, never = "never" }: { at: string | null; never?: string }) {
  const now = useContext(Now);
  if (at === null) return <span>{never}</span>;

  const instant = new Date(at);
  const absolute = formatInstant(instant);

  return (
    <time dateTime={at} title={absolute} className="whitespace-nowrap">
      {now === null ? absolute : formatRelative(instant, now)}
    </time>
  );
}
