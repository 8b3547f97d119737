"use client";

import clsx from "clsx";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import type { Navigation } from "#lib/contract/pages";
import { Link } from "../ui/link.tsx";
import { currentHref, type NavigationItem, navigationGroups } from "./navigation-items.ts";

type SidebarProps = { navigation: Navigation /** Above the pages: the brand. */; children: ReactNode };

/** The main navigation: pages, the person's teams, the platform. */
export function Sidebar({ navigation, children }: SidebarProps) {
  const groups = navigationGroups(navigation);
  const current = currentHref(
    usePathname(),
    groups.flatMap(({ items }) => items.map(({ href }) => href)),
  );

  return (
    <nav aria-label="Main" className="flex flex-col gap-3.5">
      {children}
      {groups.map(({ title, items }) => (
        <div key={title}>
          {title && <h2 className="mx-2 mb-1 text-tiny font-semibold text-ink-3">{title}</h2>}
          <ul className="flex flex-col gap-0.5">
            {items.map((item) => (
              <li key={item.href}>
                <SidebarLink item={item} current={item.href === current} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function SidebarLink({ item, current }: { item: NavigationItem; current: boolean }) {
  const { href, label, icon: Icon, count = 0 } = item;

  return (
    <Link
      href={href}
      aria-current={current ? "page" : undefined}
      className={clsx(
        "flex min-h-8 items-center gap-2.5 rounded px-2 py-1 hover:text-ink",
        current ? "bg-surface font-medium text-ink shadow-[inset_0_0_0_1px_var(--line)]" : "text-ink-2",
      )}
    >
      <Icon aria-hidden className="size-4 flex-none" strokeWidth={1.75} />
      <span className="min-w-0 truncate">{label}</span>
      {count > 0 && (
        <span className="ml-auto rounded-full bg-accent px-1.5 text-tiny font-semibold text-accent-ink tabular-nums">
          {count}
          <span className="sr-only"> waiting</span>
        </span>
      )}
    </Link>
  );
}
