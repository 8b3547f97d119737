import { Checkbox } from "./checkbox.tsx";
import type { Column } from "./table.tsx";

type SelectColumnProps<Row, Key> = {
  keyOf: (row: Row) => Key;
  /** Names the checkbox of a row for who does not see the row: `Select request 7, orders.placed.v1`. */
  label: (row: Row) => string;
  selection: ReadonlySet<Key>;
  select: (keys: readonly Key[], on: boolean) => void;
  /** False for a row that nothing can be done about: it has no checkbox. */
  selectable?: (row: Row) => boolean;
};

/** The first column of a table whose rows are chosen to do something about several at once. */
export function selectColumn<Row, Key extends string | number>(props: SelectColumnProps<Row, Key>): Column<Row> {
  const { keyOf, label, selection, select, selectable = () => true } = props;
  return {
    key: "select",
    header: <span className="sr-only">Select</span>,
    cell: (row) =>
      selectable(row) && (
        <Checkbox
          label={label(row)}
          hideLabel
          checked={selection.has(keyOf(row))}
          onChange={(event) => select([keyOf(row)], event.target.checked)}
        />
      ),
  };
}
