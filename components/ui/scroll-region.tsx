"use client";

import clsx from "clsx";
import clsx from "clsx";
import { type ReactNode, useEffect, useRef, useState } from "react";

type ScrollRegionProps = {
  label: string /** For a place with little height, such as a dialog. */;
  low?: boolean;
  children: ReactNode;
};

const BOX = "max-h-[max(24rem,calc(100dvh-10rem))] scroll-pt-10 overflow-auto overscroll-x-contain rounded-lg";

type ScrollRegionProps = {
  label: string;
  children: ReactNode /** How large it may grow and which way it scrolls. */;
  className?: string;
};

/**
 * Scrolls in both directions inside itself, so the page never scrolls sideways. It is a tab stop only while there is something
 * to scroll to, and keeps what takes focus clear of a sticky table header.
 */
export function ScrollRegion({ label, low = false, children }: ScrollRegionProps) {
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
      className={clsx(
        "relative scroll-pt-10 overflow-auto overscroll-x-contain rounded-lg focus-visible:-outline-offset-2",
        low ? "max-h-64" : "max-h-[max(24rem,calc(100dvh-10rem))]",
      )}
    >
      {children}
    </div>
  );
}
