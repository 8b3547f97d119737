import { foundPieces } from "./found-pieces.ts";

/** A text with what was searched for marked in it. */
export function FoundText({ text, query }: { text: string; query: string }) {
  return foundPieces(text, query).map(({ at, text: piece, found }) =>
    found ? (
      <mark key={at} className="rounded-sm bg-accent-soft text-ink">
        {piece}
      </mark>
    ) : (
      <span key={at}>{piece}</span>
    ),
  );
}
