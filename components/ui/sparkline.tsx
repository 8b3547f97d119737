import { sparklinePath } from "./sparkline-path.ts";

type SparklineProps = {
  /** Equally far apart, oldest first; null where it was not known. */
  values: readonly (number | null)[];
  /** What the line is of: `How far behind over the last 24 h`. */
  label: string;
  /** A value in words. */
  format: (value: number) => string;
};

/** How a figure went, as a line; who cannot see it is told the least, the most and the newest. */
export function Sparkline({ values, label, format }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  const newest = values.at(-1) ?? null;
  const words =
    known.length === 0
      ? "not known"
      : `least ${format(Math.min(...known))}, most ${format(Math.max(...known))}, now ${newest === null ? "not known" : format(newest)}`;

  return (
    <svg
      role="img"
      aria-label={`${label}: ${words}`}
      viewBox="0 -4 100 108"
      preserveAspectRatio="none"
      className="h-7 w-32 text-accent"
    >
      <title>{words}</title>
      <path d="M0 100H100" className="stroke-line-strong" vectorEffect="non-scaling-stroke" />
      <path
        d={sparklinePath(values)}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
