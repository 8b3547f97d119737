import clsx from "clsx";
import type { SchemaType } from "#lib/domain/schema";
import { CopyButton } from "../ui/copy-button.tsx";
import { ScrollRegion } from "../ui/scroll-region.tsx";
import { type HighlightedLine, highlightedLines } from "./highlighted-lines.ts";
import { readableSchema } from "./readable-schema.ts";

type SchemaTextProps = {
  schemaType: SchemaType;
  schema: string;
  /** What the text is: `Version 3 of orders.created.v1-value`. */
  label: string;
};

/**
 * A schema to be read: coloured on the server, so that the page carries no editor for it and the browser finds all of it. What is copied is the
 * text as the registry holds it.
 */
export function SchemaText({ schemaType, schema, label }: SchemaTextProps) {
  const lines = highlightedLines(schemaType, readableSchema(schemaType, schema).trimEnd());

  return (
    <div className="relative min-w-0 rounded border border-line bg-surface">
      <span className="absolute top-1.5 right-4 z-1 rounded-sm bg-surface">
        <CopyButton value={schema} label={`Copy the schema of ${label}`} />
      </span>
      <ScrollRegion label={label}>
        <pre className="grid grid-cols-[auto_minmax(0,1fr)] py-2 font-mono text-small">
          {lines.map((line) => (
            <Line key={line.number} line={line} />
          ))}
        </pre>
      </ScrollRegion>
    </div>
  );
}

function Line({ line: { number, pieces } }: { line: HighlightedLine }) {
  return (
    <>
      <span aria-hidden className="border-r border-line px-2.5 text-right text-ink-3 select-none">
        {number}
      </span>
      <code className={clsx("min-w-0 px-2.5 whitespace-pre-wrap wrap-anywhere", number === 1 && "pr-12")}>
        {pieces.map(({ column, text, className }) => (
          <span key={column} className={className || undefined}>
            {text}
          </span>
        ))}
        {"\n"}
      </code>
    </>
  );
}
