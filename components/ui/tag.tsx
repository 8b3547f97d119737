import type { ReactNode } from "react";

/** A property of something (classification, cluster, owner): text in a thin frame, no state. */
export function Tag({ children }: { children: ReactNode }) {
  return (
    <span className="inline-block rounded-sm border border-line px-1.5 text-xs text-ink-2 wrap-anywhere">
      {children}
    </span>
  );
}
