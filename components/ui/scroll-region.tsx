"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";

/**
 * Scrolls in both directions inside itself, so the page never scrolls sideways. It is a tab stop only while there is something
 * to scroll to, and keeps what takes focus clear of a sticky table header.
 */
export function ScrollRegion({ label, children }: { label: string; children: ReactNode }) {
  const region = useRef<HTMLDivElement>(null);
  const [overflows, setOverflows] = useState(false);

  useEffect(() => {
    const element = region.current;
    if (!element) return;

    const measure = () =>
      setOverflows(element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);

  const reachable = overflows ? { role: "region", "aria-label": label, tabIndex: 0 } : {};

  return (
    <div
      ref={region}
      {...reachable}
      className="relative max-h-[max(24rem,calc(100dvh-10rem))] scroll-pt-10 overflow-auto overscroll-x-contain rounded-lg focus-visible:-outline-offset-2"
    >
      {children}
    </div>
  );
}
