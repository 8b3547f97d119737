import { highlightCode } from "@lezer/highlight";
import type { SchemaType } from "#lib/domain/schema";
import { nestingOf } from "./readable-schema.ts";
import { SCHEMA_HIGHLIGHTER, SCHEMA_LANGUAGES } from "./schema-language.ts";

/** A piece of a line: the column that it begins at, counted from 0, and the classes of its colour, which may be none. */
export type HighlightedPiece = { column: number; text: string; className: string };

/** Lines count from 1. */
export type HighlightedLine = { number: number; pieces: HighlightedPiece[] };

/** Characters beyond which a text is shown without colours, so that a page stays light. */
const MAX_HIGHLIGHTED = 60_000;

/** The highlighter goes down into brackets by recursion. */
const MAX_DEPTH = 200;

/** A schema's text in lines of coloured pieces. Never throws: what is no schema has pieces without colour. */
export function highlightedLines(type: SchemaType, text: string): HighlightedLine[] {
  if (text.length > MAX_HIGHLIGHTED || nestingOf(text) > MAX_DEPTH) {
    return text.split("\n").map((line, index) => ({
      number: index + 1,
      pieces: line === "" ? [] : [{ column: 0, text: line, className: "" }],
    }));
  }

  let line: HighlightedLine = { number: 1, pieces: [] };
  const lines = [line];
  let column = 0;
  highlightCode(
    text,
    SCHEMA_LANGUAGES[type].parser.parse(text),
    SCHEMA_HIGHLIGHTER,
    (piece, className) => {
      line.pieces.push({ column, text: piece, className });
      column += piece.length;
    },
    () => {
      line = { number: line.number + 1, pieces: [] };
      column = 0;
      lines.push(line);
    },
  );
  return lines;
}
