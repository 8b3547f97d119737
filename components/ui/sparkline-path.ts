/** A place in the picture, which is 100 wide and 100 high; 0 is at its bottom, whatever the least value. */
type Point = readonly [x: number, y: number];

/**
 * A line through values that are equally far apart, as the `d` of an SVG path in a box of 100 × 100. Where a value is not known the line is broken; one
 * that stands alone is a short stroke. Empty when no value is known.
 */
export function sparklinePath(values: readonly (number | null)[]): string {
  const highest = Math.max(1, ...values.map((value) => value ?? 0));
  const step = values.length > 1 ? 100 / (values.length - 1) : 0;
  const lines: Point[][] = [[]];
  for (const [index, value] of values.entries()) {
    if (value === null) lines.push([]);
    else lines.at(-1)?.push([index * step, 100 - (value / highest) * 100]);
  }
  return lines.map(pathOf).filter(Boolean).join(" ");
}

function pathOf(points: readonly Point[]): string {
  const [first] = points;
  if (!first) return "";
  if (points.length === 1) return `M${place([Math.max(0, first[0] - 1), first[1]])}H${rounded(first[0] + 1)}`;
  return `M${points.map(place).join("L")}`;
}

function place([x, y]: Point): string {
  return `${rounded(x)} ${rounded(y)}`;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
