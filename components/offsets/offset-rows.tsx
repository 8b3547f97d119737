import type { MovedOffset } from "#lib/domain/group-offsets";
import { grouped } from "#lib/domain/quantity";
import { type Column, Table } from "../ui/table.tsx";

type OffsetRowsProps = {
  caption: string;
  rows: readonly MovedOffset[];
  /** What comes after is not known yet: the rows keep their place meanwhile. */
  waiting?: boolean;
};

/** Offsets by partition, before and after. */
export function OffsetRows({ caption, rows, waiting = false }: OffsetRowsProps) {
  const columns = [...BEFORE, waiting ? NOT_YET : AFTER];
  return <Table caption={caption} columns={columns} rows={rows} rowKey={({ partition }) => String(partition)} />;
}

const BEFORE: readonly Column<MovedOffset>[] = [
  { key: "partition", header: "Partition", cell: ({ partition }) => partition },
  {
    key: "before",
    header: "Offset before",
    align: "end",
    cell: ({ before }) => (before === null ? <span className="text-ink-3">no commit</span> : grouped(BigInt(before))),
  },
];

const AFTER: Column<MovedOffset> = {
  key: "after",
  header: "Offset after",
  align: "end",
  cell: ({ after }) => grouped(BigInt(after)),
};
const NOT_YET: Column<MovedOffset> = { ...AFTER, cell: () => <span className="text-ink-3">…</span> };
