import type { ReactNode } from "react";

export type Stat = {
  label: string;
  value: ReactNode /** Under the value: the unit in full, an age. */;
  note?: ReactNode;
};

/** A few figures in a row, each with its name; wraps where it is narrow. */
export function StatGrid({ stats }: { stats: readonly Stat[] }) {
  return (
    <dl className="grid grid-cols-[repeat(auto-fit,minmax(8rem,1fr))] gap-px overflow-hidden rounded-lg border border-line bg-surface">
      {stats.map((stat) => (
        <div key={stat.label} className="px-3.5 py-3 shadow-[0_0_0_1px_var(--line)]">
          <dt className="text-xs text-ink-3">{stat.label}</dt>
          <dd className="text-large font-semibold tabular-nums wrap-anywhere">{stat.value}</dd>
          {stat.note && <dd className="text-xs text-ink-3">{stat.note}</dd>}
        </div>
      ))}
    </dl>
  );
}
