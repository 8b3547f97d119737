import type { LosingGroup, Loss } from "#lib/domain/plan";
import { approximateBytes, grouped } from "#lib/domain/quantity";
import { Chip } from "../ui/chip.tsx";
import { formatInstant } from "../ui/format-relative.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type Column, Table } from "../ui/table.tsx";

type LossNoticeProps = {
  /** Null while the cluster has not told, undefined where nothing is deleted. */
  loss: Loss | null | undefined;
};

/** What a shorter retention deletes: how much, from when, and which groups have not read it, with whose they are. */
export function LossNotice({ loss }: LossNoticeProps) {
  if (loss === undefined) return null;
  if (loss === null) return <p className="text-ink-2">The cluster has not told yet what this deletes.</p>;
  const { records, bytes, from, to, groups, measuredAt } = loss;
  const as = (
    <span className="text-ink-3">
      as measured <RelativeTime at={measuredAt} />
    </span>
  );
  if (records === "0") return <p className="text-ink-2">Nothing that is there now is old enough to go, {as}.</p>;

  return (
    <div className="grid gap-2">
      <p>
        <Chip tone="bad">deletes</Chip> about {grouped(BigInt(records))} records, {approximateBytes(BigInt(bytes))} on
        all brokers together, {from !== null && <>from {formatInstant(new Date(from))} </>}up to{" "}
        {formatInstant(new Date(to))}, {as}.
      </p>
      {groups.length === 0 ? (
        <p className="text-ink-2">Every group that is known to read it has read what goes.</p>
      ) : (
        <Table
          caption="Groups that have not read what goes"
          columns={COLUMNS}
          rows={groups}
          rowKey={({ group }) => group}
        />
      )}
    </div>
  );
}

const COLUMNS: readonly Column<LosingGroup>[] = [
  {
    key: "group",
    header: "Has not read it",
    rowHeader: true,
    // Whose it is stands below its name: beside the form, three columns would leave the number out of sight.
    cell: ({ group, owner }) => (
      <>
        <span className="font-mono text-small wrap-anywhere">{group}</span>
        <span className="block text-small text-ink-2 wrap-anywhere">{owner ?? <Chip tone="warn">no grant</Chip>}</span>
      </>
    ),
  },
  { key: "records", header: "Records lost", align: "end", cell: ({ records }) => grouped(BigInt(records)) },
];
