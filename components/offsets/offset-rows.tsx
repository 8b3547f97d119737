import type { MovedOffset } from "#lib/domain/group-offsets";
import { grouped } from "#lib/domain/quantity";
import { type Column, Table } from "../ui/table.tsx";

type OffsetRowsProps = { caption: string; rows: readonly MovedOffset[] };

/** Offsets by partition, before and after. */
export function OffsetRows({ caption, rows }: OffsetRowsProps) {
  return <Table caption={caption} columns={COLUMNS} rows={rows} rowKey={({ partition }) => String(partition)} />;
}

const COLUMNS: readonly Column<MovedOffset>[] = [
  { key: "partition", header: "Partition", cell: ({ partition }) => partition },
  {
    key: "before",
    header: "Offset before",
    align: "end",
    cell: ({ before }) => (before === null ? <span className="text-ink-3">no commit</span> : grouped(BigInt(before))),
  },
  { key: "after", header: "Offset after", align: "end", cell: ({ after }) => grouped(BigInt(after)) },
];
