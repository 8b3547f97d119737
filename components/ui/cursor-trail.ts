/** Separates the cursors of the pages before; no cursor holds it. */
const SEPARATOR = "~";

/** Pages that "Previous" can go back through; further back it begins again, so that an address never grows without end. */
const KEPT = 30;

/** The part of an address that makes a list: its filters, and `cursor` with the way to this page. */
export type ListAddress = { path: string; params: Readonly<Record<string, string | undefined>> };

export type CursorTrail = {
  /** The cursor of this page; undefined on the first. */
  cursor: string | undefined;
  previousHref: string | null;
  nextHref: (nextCursor: string | null) => string | null;
};

/**
 * Pages a keyset list by address. The list itself only knows what comes next, so the address keeps the cursors of the pages before in
 * its `cursor`: `a~b~c` is the fourth page, and "Previous" is the same without the last.
 */
export function cursorTrail({ path, params }: ListAddress): CursorTrail {
  const trail = (params.cursor ?? "").split(SEPARATOR).filter(Boolean);
  const hrefOf = (cursors: readonly string[]) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(params)) {
      if (value && name !== "cursor") query.set(name, value);
    }
    if (cursors.length > 0) query.set("cursor", cursors.join(SEPARATOR));
    return query.size > 0 ? `${path}?${query}` : path;
  };

  return {
    cursor: trail.at(-1),
    previousHref: trail.length > 0 ? hrefOf(trail.slice(0, -1)) : null,
    nextHref: (nextCursor) => (nextCursor === null ? null : hrefOf([...trail, nextCursor].slice(-KEPT))),
  };
}
