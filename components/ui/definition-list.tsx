import type { ReactNode } from "react";

export type Definition = { term: string; value: ReactNode };

/** Terms with their values, side by side; one under the other where it is narrow. */
export function DefinitionList({ items }: { items: readonly Definition[] }) {
  return (
    <dl className="grid gap-x-5 gap-y-1.5 sm:grid-cols-[auto_minmax(0,1fr)]">
      {items.map((item) => (
        <div key={item.term} className="grid items-baseline sm:col-span-2 sm:grid-cols-subgrid">
          <dt className="text-ink-3">{item.term}</dt>
          <dd className="min-w-0 wrap-anywhere">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
