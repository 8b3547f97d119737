"use client";

import { Tabs as BaseTabs } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

type Tab = { value: string; label: string; panel: ReactNode };

/** One of a few views of the same thing, for what is too small a choice to be in the address. Arrows move between the tabs. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <BaseTabs.Root defaultValue={tabs[0]?.value ?? null}>
      <BaseTabs.List
        aria-label={label}
        activateOnFocus
        className="flex flex-wrap gap-x-4 border-b border-line px-3.5 pt-1.5"
      >
        {tabs.map(({ value, label: title }) => (
          <BaseTabs.Tab
            key={value}
            value={value}
            className="-mb-px min-h-8 cursor-pointer border-b-2 border-transparent px-px py-1 text-ink-2 hover:text-ink data-active:border-accent data-active:font-semibold data-active:text-ink"
          >
            {title}
          </BaseTabs.Tab>
        ))}
      </BaseTabs.List>
      {tabs.map(({ value, panel }) => (
        <BaseTabs.Panel key={value} value={value} className="p-3.5 focus-visible:-outline-offset-2">
          {panel}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}
