/**
 * The topic that takes an incompatible change instead: the same name with the next version (`orders.placed.v1` → `orders.placed.v2`). A name without a
 * version counts as the first.
 */
export function nextMajorTopic(topic: string): string {
  const [, stem, separator, version] = /^(.*)([._-])v(\d{1,6})$/.exec(topic) ?? [];
  if (stem === undefined) return `${topic}.v2`;
  return `${stem}${separator}v${Number(version) + 1}`;
}
