import type { ReactNode } from "react";

/** Announces what changes inside it, politely. It stays in the page while empty, or nothing is announced. */
export function LiveRegion({
  children,
  hidden,
}: {
  children?: ReactNode /** For screen readers only. */;
  hidden?: boolean;
}) {
  return (
    <div role="status" className={hidden ? "sr-only" : undefined}>
      {children}
    </div>
  );
}
