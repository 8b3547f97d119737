import clsx from "clsx";
import type { ReactNode } from "react";

type PageHeaderProps = {
  /** The page's only `<h1>`. */
  title: ReactNode;
  /** The title is an identifier. */
  mono?: boolean;
  /** Beside the title: a `Chip`, a count. */
  status?: ReactNode;
  /** Under the title: one sentence, tags. */
  description?: ReactNode;
  /** At the end: buttons, the primary one last. */
  actions?: ReactNode;
};

/** What a page is about. The way here (breadcrumb) stands in the shell's header. */
export function PageHeader({ title, mono, status, description, actions }: PageHeaderProps) {
  return (
    <div className="mb-5">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-2">
        <h1 className={clsx("min-w-0 text-title font-semibold tracking-tight wrap-anywhere", mono && "font-mono")}>
          {title}
        </h1>
        {status}
        {/* Where it is narrow, what it is comes before what can be done with it. */}
        {actions && (
          <div className="order-2 flex flex-wrap items-center gap-2.5 sm:order-none sm:ml-auto">{actions}</div>
        )}
        {description && <div className="order-1 -mt-1 basis-full text-ink-2 wrap-anywhere">{description}</div>}
      </div>
    </div>
  );
}
