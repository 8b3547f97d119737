import type { ReactNode } from "react";

/** A key to press. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-block min-w-5 rounded-sm border border-b-2 border-line bg-surface px-1 text-center font-mono text-tiny text-ink-3">
      {children}
    </kbd>
  );
}
