import type { SearchResult } from "#lib/contract/platform";

export type FoundItem = SearchResult["items"][number];
export type FoundGroup = { value: string; items: FoundItem[] };

const TITLES: Record<FoundItem["kind"], string> = {
  page: "Pages",
  topic: "Topics",
  schema: "Schemas",
  application: "Applications",
  team: "Teams",
  request: "Requests",
};

/** Pages whose title holds every word of the query; all of them for an empty query. */
export function matchingPages(pages: readonly FoundItem[], query: string): FoundItem[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return pages.filter((page) => words.every((word) => `${page.title} ${page.subtitle}`.toLowerCase().includes(word)));
}

/** Items under a heading per kind, in the order of first appearance; the same address is listed once. */
export function groupFound(items: readonly FoundItem[]): FoundGroup[] {
  const groups = new Map<FoundItem["kind"], FoundItem[]>();
  const seen = new Set<string>();
  for (const item of items) {
    if (seen.has(item.href)) continue;
    seen.add(item.href);
    groups.set(item.kind, [...(groups.get(item.kind) ?? []), item]);
  }
  return [...groups].map(([kind, found]) => ({ value: TITLES[kind], items: found }));
}
