import { cursorTrail, type ListAddress } from "./cursor-trail.ts";
import { Pager } from "./pager.tsx";

/** The cursor of the page that an address's `cursor` leads to; undefined on the first. */
export function currentCursor(cursor: string | undefined): string | undefined {
  return cursorTrail({ path: "", params: { cursor } }).cursor;
}

type CursorPagerProps = ListAddress & { /** As the list answered it. */ nextCursor: string | null; shown: number };

/** Previous and next of a keyset list whose place is in the address. */
export function CursorPager({ path, params, nextCursor, shown }: CursorPagerProps) {
  const { previousHref, nextHref } = cursorTrail({ path, params });
  if (!previousHref && nextCursor === null) return null;

  return <Pager previousHref={previousHref} nextHref={nextHref(nextCursor)} shown={`${shown} on this page`} />;
}
