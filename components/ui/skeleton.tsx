import clsx from "clsx";

/** A grey bar where text will stand; its size comes from `className`. Hidden from screen readers: the region says that it is loading. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx("block rounded-sm bg-line motion-safe:animate-pulse", className)} />;
}

const widths = ["w-2/3", "w-1/2", "w-3/5", "w-2/5", "w-1/2"] as const;

/** A page that is being loaded: a title and rows, for `loading.tsx`. */
export function PageSkeleton({ rows = 5 }: { rows?: number }) {
  return (
    <div role="status">
      <span className="sr-only">Loading</span>
      <Skeleton className="mb-5 h-7 w-56 max-w-full" />
      <div className="rounded-lg border border-line bg-surface">
        {Array.from({ length: rows }, (_, row) => (
          <div key={widths[row] ?? row} className="border-b border-line px-3.5 py-3 last:border-b-0">
            <Skeleton className={clsx("h-3.5", widths[row % widths.length])} />
          </div>
        ))}
      </div>
    </div>
  );
}
