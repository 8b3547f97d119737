export type FoundPiece = { /** Where it begins in the text. */ at: number; text: string; found: boolean };

/** A text cut where it holds what was searched for, without regard to case; in one piece where it does not. */
export function foundPieces(text: string, query: string): FoundPiece[] {
  const sought = query.trim().toLowerCase();
  // Lower case of some letters is longer than they are: then places in one text are not places in the other.
  const searched = text.toLowerCase().length === text.length ? text.toLowerCase() : text;
  if (sought === "" || text === "") return text === "" ? [] : [{ at: 0, text, found: false }];

  const pieces: FoundPiece[] = [];
  let at = 0;
  for (let hit = searched.indexOf(sought); hit !== -1; hit = searched.indexOf(sought, at)) {
    if (hit > at) pieces.push({ at, text: text.slice(at, hit), found: false });
    pieces.push({ at: hit, text: text.slice(hit, hit + sought.length), found: true });
    at = hit + sought.length;
  }
  if (at < text.length) pieces.push({ at, text: text.slice(at), found: false });
  return pieces;
}
