import type { ReactNode } from "react";
import type { AuditRow } from "#lib/contract/platform";
import { CopyButton } from "../ui/copy-button.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { formatInstant } from "../ui/format-relative.ts";
import { JsonBlock } from "../ui/json-block.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { TextLink } from "../ui/text-link.tsx";

const columns: readonly Column<AuditRow>[] = [
  { key: "number", header: "No. and hash", nowrap: true, cell: (row) => <NumberAndHash row={row} /> },
  {
    key: "at",
    header: "Time",
    nowrap: true,
    cell: (row) => <time dateTime={row.at}>{formatInstant(new Date(row.at))}</time>,
  },
  { key: "actor", header: "Who", cell: (row) => <Actor actor={row.actor} /> },
  { key: "action", header: "Action", mono: true, nowrap: true, cell: (row) => row.action },
  { key: "object", header: "Object", cell: (row) => <AuditObject row={row} /> },
  { key: "what", header: "What", cell: (row) => <What row={row} /> },
];

type AuditTableProps = { caption: string; rows: readonly AuditRow[]; empty?: ReactNode };

/** Rows of the audit trail: who did what to which object, before and after, with the hash that chains them. */
export function AuditTable({ caption, rows, empty }: AuditTableProps) {
  return <Table caption={caption} rows={rows} rowKey={(row) => row.number} columns={columns} empty={empty} />;
}

function Actor({ actor }: { actor: AuditRow["actor"] }) {
  return (
    <div className="min-w-28">
      {actor.name} {actor.kind !== "user" && <span className="text-ink-3">{actor.kind}</span>}
    </div>
  );
}

function AuditObject({ row: { object, requestId } }: { row: AuditRow }) {
  const request = requestId !== null && (
    <TextLink plain href={`/requests/${requestId}`}>
      request {requestId}
    </TextLink>
  );

  return (
    <div className="min-w-40">
      <span className="font-mono text-small wrap-anywhere">{object.name}</span>
      <div className="text-ink-2">
        {object.kind !== "request" && object.kind}
        {object.kind !== "request" && request && ", "}
        {request}
      </div>
    </div>
  );
}

function What({ row: { number, before, after, reason } }: { row: AuditRow }) {
  const changed = before !== null || after !== null;

  return (
    <div className="max-w-80 min-w-44">
      {reason && <p className="wrap-anywhere">{reason}</p>}
      {changed && (
        <Disclosure summary="Before and after">
          <div className="grid gap-2">
            {before !== null && <JsonBlock label={`Before event ${number}`} value={before} />}
            {before !== null && after !== null && <p className="text-xs text-ink-3">became</p>}
            {after !== null && <JsonBlock label={`After event ${number}`} value={after} />}
          </div>
        </Disclosure>
      )}
    </div>
  );
}

function NumberAndHash({ row: { hash, number } }: { row: AuditRow }) {
  return (
    <>
      <span className="tabular-nums">{number}</span>
      <div className="flex items-center gap-0.5 font-mono text-xs text-ink-3" title={hash}>
        {hash.slice(0, 8)} <CopyButton value={hash} label={`Copy the hash of event ${number}`} />
      </div>
    </>
  );
}
