import type { ReactNode } from "react";
import type { DriftRow } from "#lib/contract/drift";
import { type Column, Table } from "../ui/table.tsx";
import { Tag } from "../ui/tag.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { driftHref, driftKey, KIND_WORDS } from "./drift-words.ts";
import { DriftedFields } from "./drifted-fields.tsx";

const columns: readonly Column<DriftRow>[] = [
  { key: "object", header: "What differs", rowHeader: true, cell: (row) => <DriftedThing row={row} /> },
  { key: "fields", header: "How", cell: (row) => <DriftedFields row={row} /> },
];

/** Whose it is, where it is, and what is asked for about it. */
function DriftedThing({ row }: { row: DriftRow }) {
  const { kind, cluster, name, team, application, openRequests } = row;
  return (
    <div className="grid justify-items-start gap-1">
      <TextLink mono plain href={driftHref(row)}>
        {name}
      </TextLink>
      <span className="flex flex-wrap gap-1">
        <Tag>{KIND_WORDS[kind]}</Tag>
        <Tag>{cluster}</Tag>
        <Tag>owned by {team.name}</Tag>
        {application && <Tag>of {application.slug}</Tag>}
      </span>
      {openRequests.map(({ id }) => (
        <TextLink key={id} href={`/requests/${id}`} className="text-small">
          Request {id} is about it
        </TextLink>
      ))}
      <Ways row={row} />
    </div>
  );
}

/** What no revert and no adoption does, and who could do what this person may not. */
function Ways({ row }: { row: DriftRow }) {
  const { kind, cluster, name, reason, may } = row;
  if (kind === "topic" && reason !== "drift") {
    return (
      <span className="text-small text-ink-2">
        {reason === "recreated_outside"
          ? "What is there now is not managed and stays untouched."
          : "Nothing is made again unasked."}{" "}
        <TextLink href={`/topics/${cluster}/${encodeURIComponent(name)}/delete`}>
          Ask to remove it from Headgate
        </TextLink>
      </span>
    );
  }
  if (may.revert.allowed || may.revert.needed === null) return null;
  return <span className="text-small text-ink-3">To resolve it: {may.revert.needed}</span>;
}

type DriftTableProps = {
  rows: readonly DriftRow[];
  /** Before the others: a checkbox. */
  first?: Column<DriftRow> | undefined;
  empty: ReactNode;
};

/** What is not as it was decided, each with its three values. */
export function DriftTable({ rows, first, empty }: DriftTableProps) {
  return (
    <Table
      caption="Differences"
      columns={first ? [first, ...columns] : columns}
      rows={rows}
      rowKey={driftKey}
      empty={empty}
      tall
    />
  );
}
