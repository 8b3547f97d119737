import type { ListTopics } from "#lib/contract/topics";
import { type CursorChain, currentCursor, parseCursorChain } from "./cursor-chain.ts";

const FILTERS = ["cluster", "team", "q", "state", "classification", "unowned"] as const;
type Filter = (typeof FILTERS)[number];

/** What a page gets of its address. */
export type SearchParams = Record<string, string | string[] | undefined>;

/** What the catalogue's address says: the filters as typed (the query parses them) and where in the list it stands. */
export type CatalogueAddress = { filters: Partial<Record<Filter, string>>; chain: CursorChain };

/** Reads the catalogue's address. Of a name that stands twice the first counts; empty filters are none. */
export function parseCatalogueAddress(search: SearchParams): CatalogueAddress {
  const filters: CatalogueAddress["filters"] = {};
  for (const name of FILTERS) {
    const value = first(search[name])?.trim();
    if (value) filters[name] = value;
  }
  return { filters, chain: parseCursorChain(first(search.cursor)) };
}

/** The input of the list's query. */
export function listInput({ filters, chain }: CatalogueAddress): Partial<Record<keyof ListTopics, string>> {
  const cursor = currentCursor(chain);
  return cursor === undefined ? filters : { ...filters, cursor };
}

/** The catalogue's address with these filters; `chain` is a place in it, null the first page. */
export function catalogueHref(filters: CatalogueAddress["filters"], chain: string | null = null): string {
  const search = new URLSearchParams(filters);
  if (chain !== null) search.set("cursor", chain);
  return search.size === 0 ? "/topics" : `/topics?${search}`;
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
