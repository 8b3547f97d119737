import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

type DisclosureProps = {
  /** What is inside: `Before and after`. */
  summary: ReactNode;
  children: ReactNode;
  /** Opens by itself when it becomes true, because something inside has to be seen; it can be closed all the same. */
  open?: boolean;
  /** Told when it is opened or closed, for what is not to be made before somebody looks. */
  onToggle?: (open: boolean) => void;
};

/** Something that few need, behind its own name. The browser's own element: it opens without scripts, and by find-in-page. */
export function Disclosure({ summary, children, open, onToggle }: DisclosureProps) {
  const told = onToggle && (({ currentTarget }: { currentTarget: HTMLDetailsElement }) => onToggle(currentTarget.open));

  return (
    <details open={open} className="group min-w-0" {...(told ? { onToggle: told } : {})}>
      <summary className="inline-flex min-h-6 cursor-pointer list-none items-center gap-1 rounded-sm text-small font-medium text-accent hover:underline [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 flex-none group-open:rotate-90" />
        {summary}
      </summary>
      <div className="mt-1.5">{children}</div>
    </details>
  );
}
