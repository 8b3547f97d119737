import clsx from "clsx";
import type { ReactNode } from "react";
import { ScrollRegion } from "./scroll-region.tsx";

export type Column<Row> = {
  key: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Numbers stand at the end, in figures of equal width. */
  align?: "start" | "end";
  mono?: boolean;
  /** Keeps the cell on one line. */
  nowrap?: boolean;
  /** This cell names the row: a `<th scope="row">`. At most one column. */
  rowHeader?: boolean;
};

type TableProps<Row> = {
  /** Names the table for screen readers; shown nowhere, since a heading stands above. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** In place of the rows when there are none: an `EmptyState`. */
  empty?: ReactNode;
  /** Rows are much higher than a line: their cells begin at the same height, so that a row's name and checkbox stand where it begins. */
  tall?: boolean;
};

const cellClass = <Row,>(column: Column<Row>, tall: boolean) =>
  clsx(
    "border-b border-line px-3.5 py-2 font-normal",
    tall ? "align-top" : "align-middle",
    column.align === "end" ? "text-right tabular-nums" : "text-left",
    column.mono && "font-mono text-small",
    column.nowrap && "whitespace-nowrap",
    column.rowHeader && "min-w-36 sm:min-w-52",
  );

/** A table of one page of rows. It scrolls sideways inside itself, and its header stays in view. Belongs in a `Card`. */
export function Table<Row>({ caption, columns, rows, rowKey, empty, tall = false }: TableProps<Row>) {
  if (rows.length === 0 && empty) return <>{empty}</>;

  return (
    <ScrollRegion label={caption}>
      <table className="w-full border-separate border-spacing-0">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={clsx(
                  "sticky top-0 z-1 border-b border-line bg-sunken px-3.5 py-2 text-xs font-medium whitespace-nowrap text-ink-3",
                  column.align === "end" ? "text-right" : "text-left",
                )}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="[&>tr:last-child>*]:border-b-0">
          {rows.map((row) => (
            <tr key={rowKey(row)} className="hover:bg-sunken/60">
              {columns.map((column) => {
                const Cell = column.rowHeader ? "th" : "td";
                return (
                  <Cell
                    key={column.key}
                    scope={column.rowHeader ? "row" : undefined}
                    className={cellClass(column, tall)}
                  >
                    {column.cell(row)}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
