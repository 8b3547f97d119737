import type { ReactNode } from "react";
import type { RequestSummary } from "#lib/contract/requests";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { RequestChip, RiskChip } from "./request-chips.tsx";
import { RequestTitle } from "./request-title.tsx";

const request: Column<RequestSummary> = {
  key: "request",
  header: "Request",
  rowHeader: true,
  cell: (row) => (
    <>
      <TextLink plain href={`/requests/${row.id}`}>
        <RequestTitle request={row} />
      </TextLink>{" "}
      <span className="text-ink-3">#{row.id}</span>
    </>
  ),
};
const cluster: Column<RequestSummary> = { key: "cluster", header: "Cluster", nowrap: true, cell: (row) => row.cluster };
const team: Column<RequestSummary> = {
  key: "team",
  header: "Team",
  nowrap: true,
  cell: ({ team: owning, askingTeam }) => (
    <>
      <Team slug={askingTeam.slug} />
      {askingTeam.id !== owning.id && (
        <span className="text-ink-3">
          {" "}
          asks <Team slug={owning.slug} />
        </span>
      )}
    </>
  ),
};
const requester: Column<RequestSummary> = { key: "requester", header: "Asked by", cell: (row) => row.requester.name };
const state: Column<RequestSummary> = {
  key: "state",
  header: "State",
  nowrap: true,
  cell: (row) => <RequestChip request={row} />,
};
const risk: Column<RequestSummary> = {
  key: "risk",
  header: "Risk",
  nowrap: true,
  cell: (row) => <RiskChip risk={row.risk} />,
};
const asked: Column<RequestSummary> = {
  key: "asked",
  header: "Asked",
  nowrap: true,
  cell: (row) => (
    <span className="text-ink-2">
      <RelativeTime at={row.createdAt} />
    </span>
  ),
};

const COLUMNS = {
  /** Everything: the list of requests. */
  all: [request, cluster, team, requester, state, asked],
  /** Of one's own requests: who asked is known. */
  mine: [request, cluster, team, state, asked],
  /** What can be decided: all of it waits, so the risk tells more than the state. */
  decidable: [request, cluster, team, requester, risk, asked],
  /** The same where a heading names the cluster. */
  onOneCluster: [request, team, requester, risk, asked],
} as const satisfies Record<string, readonly Column<RequestSummary>[]>;

function Team({ slug }: { slug: string }) {
  return (
    <TextLink plain href={`/teams/${slug}`}>
      {slug}
    </TextLink>
  );
}

type RequestTableProps = {
  caption: string;
  requests: readonly RequestSummary[];
  columns?: keyof typeof COLUMNS;
  /** Before the others: a checkbox. */
  first?: Column<RequestSummary>;
  empty?: ReactNode;
};

/** Requests as rows, each with its true state. */
export function RequestTable({ caption, requests, columns = "all", first, empty }: RequestTableProps) {
  const shown = first ? [first, ...COLUMNS[columns]] : COLUMNS[columns];
  return <Table caption={caption} rows={requests} rowKey={(row) => String(row.id)} columns={shown} empty={empty} />;
}
