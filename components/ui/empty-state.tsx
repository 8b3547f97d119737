import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type EmptyStateProps = {
  icon?: LucideIcon;
  /** What is not here: `No requests yet`, `No topic matches this filter`, `You may not see these`. */
  title: string;
  /** Why, in one sentence. */
  children?: ReactNode;
  /** The one thing to do next. */
  action?: ReactNode;
};

/** Says why there is nothing to see, and offers one action. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-1.5 px-4 py-8 text-center">
      {Icon && <Icon aria-hidden className="size-6 text-ink-3" />}
      <p className="font-semibold">{title}</p>
      {children && <div className="max-w-prose text-ink-2">{children}</div>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}
