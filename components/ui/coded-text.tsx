import { codedPieces } from "./coded-pieces.ts";

/** A sentence in which the names that stand between backticks are shown as such. */
export function CodedText({ text }: { text: string }) {
  return codedPieces(text).map(({ text: piece, code, at }) =>
    code ? (
      <code key={at} className="font-mono text-[0.93em]">
        {piece}
      </code>
    ) : (
      piece
    ),
  );
}
