import type { SubjectVersionView, SubjectView } from "#lib/contract/subjects";
import { Card, CardHeader } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { DeleteSubjectDialog } from "./delete-subject-dialog.tsx";
import type { SubjectCommands } from "./subject-commands.ts";
import { subjectHref } from "./subject-href.ts";
import { VersionStateChip } from "./subject-state-chip.tsx";

type SubjectVersionTableProps = { subject: SubjectView; requestDeletion: SubjectCommands["requestDeletion"] };

/** Every version, the newest first: how it stands, who asked for it, and what may be asked about it. */
export function SubjectVersionTable({ subject, requestDeletion }: SubjectVersionTableProps) {
  const { cluster, subject: name, versions, may, state } = subject;
  const number: Column<SubjectVersionView> = {
    key: "version",
    header: "Version",
    rowHeader: true,
    cell: (row) => <VersionNumber cluster={cluster} name={name} row={row} />,
  };
  const stands: Column<SubjectVersionView> = {
    key: "state",
    header: "State",
    cell: (row) => <State row={row} managed={state !== "unmanaged"} />,
  };
  const actions: Column<SubjectVersionView> = {
    key: "actions",
    header: <span className="sr-only">Actions</span>,
    align: "end",
    cell: (row) => <VersionActions {...{ cluster, name, row }} request={requestDeletion} />,
  };
  const deletable = may.request.allowed && state !== "unmanaged";

  return (
    <Card>
      <CardHeader title="Versions" aside={versions.length} />
      <Table
        caption="Versions"
        columns={[number, stands, ...SHARED, ...(deletable ? [actions] : [])]}
        rows={versions.toSorted(newestFirst)}
        rowKey={keyOf}
        empty={<EmptyState title="No versions">None was asked for, and none was seen in the registry.</EmptyState>}
      />
    </Card>
  );
}

const SHARED: readonly Column<SubjectVersionView>[] = [
  { key: "id", header: "Schema id", align: "end", cell: ({ schemaId }) => schemaId ?? "–" },
  { key: "asked", header: "Asked for in", nowrap: true, cell: ({ requestId }) => <Asked requestId={requestId} /> },
  {
    key: "seen",
    header: "Seen",
    nowrap: true,
    cell: ({ seenAt }) => <RelativeTime at={seenAt} never="not seen" />,
  },
];

/** A version that the registry has not numbered yet is the newest. */
function newestFirst(a: SubjectVersionView, b: SubjectVersionView): number {
  return (b.version ?? Number.MAX_SAFE_INTEGER) - (a.version ?? Number.MAX_SAFE_INTEGER);
}

function keyOf({ version, requestId, schemaId }: SubjectVersionView): string {
  return `${version} ${requestId} ${schemaId}`;
}

type VersionNumberProps = { cluster: string; name: string; row: SubjectVersionView };

function VersionNumber({ cluster, name, row: { version, state } }: VersionNumberProps) {
  if (version === null) return <span className="text-ink-3">not numbered yet</span>;
  if (state === "purged") return `Version ${version}`;
  return (
    <TextLink plain href={subjectHref(cluster, name, { version })}>
      Version {version}
    </TextLink>
  );
}

function State({ row: { state, message }, managed }: { row: SubjectVersionView; managed: boolean }) {
  return (
    <>
      <span className="whitespace-nowrap">
        <VersionStateChip state={state} managed={managed} />
      </span>
      {message && <div className="mt-1 min-w-48 text-small text-ink-2 wrap-anywhere">{message}</div>}
    </>
  );
}

function Asked({ requestId }: Pick<SubjectVersionView, "requestId">) {
  if (requestId === null) return <span className="text-ink-3">nobody here</span>;
  return (
    <TextLink plain href={`/requests/${requestId}`}>
      Request {requestId}
    </TextLink>
  );
}

type VersionActionsProps = {
  cluster: string;
  name: string;
  row: SubjectVersionView;
  request: SubjectCommands["requestDeletion"];
};

/** A version that lives can be deleted softly, one that was can be deleted for good. */
function VersionActions({ cluster, name, row: { version, state }, request }: VersionActionsProps) {
  const permanent = state === "deleted";
  if (version === null || !(permanent || state === "registered" || state === "unasked")) return null;
  return (
    <DeleteSubjectDialog cluster={cluster} subject={name} version={version} permanent={permanent} request={request} />
  );
}
