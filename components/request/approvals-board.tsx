"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import type { BulkApproveResult, RequestSummary } from "#lib/contract/requests";
import type { Result } from "#lib/domain/result";
import { Card, CardHeader } from "../ui/card.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { selectColumn } from "../ui/select-column.tsx";
import { chosenOf, withSelected } from "../ui/selection.ts";
import { toast } from "../ui/toast.tsx";
import { BulkApproveDialog } from "./bulk-approve-dialog.tsx";
import { type NotApproved, NotApprovedCard } from "./not-approved-card.tsx";
import { RequestTable } from "./request-table.tsx";

export type ApproveAll = (input: unknown) => Promise<Result<BulkApproveResult>>;

type ApprovalsBoardProps = {
  requests: readonly RequestSummary[];
  approveAll: ApproveAll;
  /** In place of the list when there is none. */
  nothing: ReactNode;
};

/** What one person can decide, by cluster; several are approved at once, each for itself. What was not approved stays, with its reason. */
export function ApprovalsBoard({ requests, approveAll, nothing }: ApprovalsBoardProps) {
  const router = useRouter();
  const [selection, setSelection] = useState<ReadonlySet<number>>(new Set());
  const [notApproved, setNotApproved] = useState<readonly NotApproved[]>([]);
  const chosen = requests.filter(({ id }) => selection.has(id));
  const select = (ids: readonly number[], on: boolean) => setSelection(withSelected(selection, ids, on));

  const approve = async (comment: string) => {
    const items = chosen.map(({ id, fingerprint }) => ({ requestId: id, fingerprint }));
    const answer = await approveAll({ items, comment });
    if (!answer.ok) return answer.failure.detail;

    const refused = refusedOf(chosen, answer.value);
    setNotApproved(refused);
    setSelection(new Set(refused.map(({ request }) => request.id)));
    toast(`${items.length - refused.length} of ${items.length} approved`, { tone: refused.length > 0 ? "warn" : "ok" });
    router.refresh();
    return undefined;
  };

  if (requests.length === 0 && notApproved.length === 0) return <Card>{nothing}</Card>;
  return (
    <>
      <NotApprovedCard items={notApproved} />
      <div className="grid gap-5">
        {requests.length === 0 ? (
          <Card>{nothing}</Card>
        ) : (
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <SelectAll label="Select all" ids={requests.map(({ id }) => id)} selection={selection} select={select} />
            <BulkApproveDialog requests={chosen} approve={approve} />
          </div>
        )}
        {byCluster(requests).map(([cluster, rows]) => (
          <ClusterGroup key={cluster} cluster={cluster} rows={rows} selection={selection} select={select} />
        ))}
      </div>
    </>
  );
}

type Selecting = { selection: ReadonlySet<number>; select: (ids: readonly number[], on: boolean) => void };

function ClusterGroup({ cluster, rows, ...selecting }: Selecting & { cluster: string; rows: RequestSummary[] }) {
  const ids = rows.map(({ id }) => id);

  return (
    <Card>
      <CardHeader title={`On ${cluster}`} aside={<SelectAll label={`All on ${cluster}`} ids={ids} {...selecting} />} />
      <RequestTable
        caption={`Requests on ${cluster} that wait for you`}
        requests={rows}
        columns="onOneCluster"
        first={selectColumn<RequestSummary, number>({
          keyOf: ({ id }) => id,
          label: ({ id, name }) => `Select request ${id}, ${name}`,
          ...selecting,
        })}
      />
    </Card>
  );
}

type SelectAllProps = Selecting & { label: string; ids: readonly number[] };

function SelectAll({ label, ids, selection, select }: SelectAllProps) {
  const chosen = chosenOf(selection, ids);
  return (
    <Checkbox
      label={label}
      checked={chosen === "all"}
      indeterminate={chosen === "some"}
      onChange={(event) => select(ids, event.target.checked)}
    />
  );
}

/** Clusters in order, and within each the requests for one name together. */
function byCluster(requests: readonly RequestSummary[]): [string, RequestSummary[]][] {
  const groups = Map.groupBy(requests, ({ cluster }) => cluster);
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([cluster, rows]) => [cluster, rows.toSorted((a, b) => a.name.localeCompare(b.name) || a.id - b.id)]);
}

function refusedOf(requests: readonly RequestSummary[], { results }: BulkApproveResult): NotApproved[] {
  return requests.flatMap((request) => {
    const result = results.find(({ requestId }) => requestId === request.id);
    return result && !result.ok ? [{ request, detail: result.detail }] : [];
  });
}
