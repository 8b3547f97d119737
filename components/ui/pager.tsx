import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { LinkButton } from "./link-button.tsx";

type PagerProps = {
  /** Address of the neighbouring page; null where there is none. */
  previousHref: string | null;
  nextHref: string | null;
  /** What is shown, in words: `50 of 1,000+`. */
  shown?: ReactNode;
};

/** Previous and next as links, so Back, a new tab and a copied address work. Renders nothing for a single page without words. */
export function Pager({ previousHref, nextHref, shown }: PagerProps) {
  if (!previousHref && !nextHref && !shown) return null;

  return (
    <nav aria-label="Pages" className="mt-4 flex min-h-8 flex-wrap items-center gap-2.5">
      <span className="mr-auto text-ink-3">{shown}</span>
      {previousHref && (
        <LinkButton href={previousHref} rel="prev" icon={<ChevronLeft aria-hidden className="size-4" />}>
          Previous
        </LinkButton>
      )}
      {nextHref && (
        <LinkButton href={nextHref} rel="next">
          Next
          <ChevronRight aria-hidden className="size-4" />
        </LinkButton>
      )}
    </nav>
  );
}
