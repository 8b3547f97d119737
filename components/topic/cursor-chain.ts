/** Pages that Previous can go back to; more would make the address too long for the server. */
const REMEMBERED = 10;

/** Where a list stands: the cursors that led here, newest last, and how many pages lie before the first of them. */
export type CursorChain = { forgotten: number; cursors: readonly string[] };

/**
 * Reads `cursor` of a list's address: the cursors of the pages between the first and this one, joined by commas, after the number of those
 * that were forgotten (`12,…`). A keyset cursor leads forward only; keeping the way here in the address makes Previous, Back and a
 * copied link show the same rows. What cannot be read is the first page.
 */
export function parseCursorChain(text: string | undefined): CursorChain {
  const [count = "", ...cursors] = (text ?? "").split(",");
  const forgotten = /^\d{1,6}$/.test(count) ? Number(count) : 0;
  const sound = cursors.length > 0 && cursors.every((cursor) => /^[A-Za-z0-9_-]+$/.test(cursor));
  return sound ? { forgotten, cursors } : { forgotten: 0, cursors: [] };
}

/** The cursor of the page that the chain stands at; undefined on the first. */
export function currentCursor({ cursors }: CursorChain): string | undefined {
  return cursors.at(-1);
}

/** Full pages before this one. */
export function pagesBefore({ forgotten, cursors }: CursorChain): number {
  return forgotten + cursors.length;
}

/** `cursor` of the next page's address. */
export function nextChain({ forgotten, cursors }: CursorChain, nextCursor: string): string {
  const longer = [...cursors, nextCursor];
  const dropped = Math.max(0, longer.length - REMEMBERED);
  return [forgotten + dropped, ...longer.slice(dropped)].join(",");
}

/** `cursor` of the page before: null is the first page, also where the way back was forgotten. */
export function previousChain({ forgotten, cursors }: CursorChain): string | null {
  const shorter = cursors.slice(0, -1);
  return shorter.length === 0 ? null : [forgotten, ...shorter].join(",");
}
