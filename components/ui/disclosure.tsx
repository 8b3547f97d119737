import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

type DisclosureProps = { /** What is inside: `Before and after`. */ summary: ReactNode; children: ReactNode };

/** Something that few need, behind its own name. The browser's own element: it opens without scripts, and by find-in-page. */
export function Disclosure({ summary, children }: DisclosureProps) {
  return (
    <details className="group min-w-0">
      <summary className="inline-flex min-h-6 cursor-pointer list-none items-center gap-1 rounded-sm text-small font-medium text-accent hover:underline [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 flex-none group-open:rotate-90" />
        {summary}
      </summary>
      <div className="mt-1.5">{children}</div>
    </details>
  );
}
