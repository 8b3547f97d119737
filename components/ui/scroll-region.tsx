"use client";

import clsx from "clsx";
import { type ReactNode, useEffect, useRef, useState } from "react";

/** A table on a page, something in a dialog, a column beside a form that is as high as the window from a wide screen on. */
const sizes = {
  page: "max-h-[max(24rem,calc(100dvh-10rem))] rounded-lg",
  low: "max-h-64 rounded-lg",
  column: "lg:-m-1 lg:min-h-0 lg:p-1",
} as const;

type ScrollRegionProps = { label: string; size?: keyof typeof sizes; children: ReactNode };

/**
 * Scrolls in both directions inside itself, so the page never scrolls sideways. It is a tab stop only while there is something
 * to scroll to, or nobody has measured yet, as before the scripts run; and it keeps what takes focus clear of a sticky table header.
 */
export function ScrollRegion({ label, size = "page", children }: ScrollRegionProps) {
  const region = useRef<HTMLDivElement>(null);
  const [overflows, setOverflows] = useState(true);

  useEffect(() => {
    const element = region.current;
    if (!element) return;

    const measure = () =>
      setOverflows(element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
    const resized = new ResizeObserver(measure);
    const observe = () => {
      resized.disconnect();
      for (const each of [element, ...element.children]) resized.observe(each); // It measures at once, too.
    };
    // What is inside may give way to something else, as a list does that arrives later.
    const contents = new MutationObserver(observe);
    contents.observe(element, { childList: true });
    observe();
    return () => {
      resized.disconnect();
      contents.disconnect();
    };
  }, []);

  const reachable = overflows ? { role: "region", "aria-label": label, tabIndex: 0 } : {};

  return (
    <div
      ref={region}
      {...reachable}
      className={clsx(
        "relative scroll-pt-10 overflow-auto overscroll-x-contain focus-visible:-outline-offset-2",
        sizes[size],
      )}
    >
      {children}
    </div>
  );
}
