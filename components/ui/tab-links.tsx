import clsx from "clsx";
import type { ReactNode } from "react";
import { Link } from "./link.tsx";

export type TabLink = {
  href: string;
  label: string;
  current: boolean /** A count or a version beside the label. */;
  note?: ReactNode;
};

/** Tabs that are addresses: each is a link, the open one is `aria-current`. */
export function TabLinks({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  return (
    <nav aria-label={label} className="my-4 border-b border-line">
      <ul className="-mb-px flex flex-wrap gap-x-5">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              scroll={false}
              aria-current={tab.current ? "page" : undefined}
              className={clsx(
                "inline-block border-b-2 px-px py-1.5",
                tab.current ? "border-accent font-semibold text-ink" : "border-transparent text-ink-2 hover:text-ink",
              )}
            >
              {tab.label}
              {tab.note !== undefined && <span className="font-normal text-ink-3"> {tab.note}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
