import { AppWindow, ListX } from "lucide-react";
import type { ReactNode } from "react";
import type { ApplicationRow } from "#lib/contract/applications";
import { Chip } from "../ui/chip.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Tag } from "../ui/tag.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { applicationHref } from "./application-href.ts";

type ApplicationTableProps = {
  applications: readonly ApplicationRow[];
  /** The list is narrowed, so no rows means no match. */
  filtered: boolean;
  /** Makes one; null for somebody who may not. */
  create: ReactNode;
};

const COLUMNS: Column<ApplicationRow>[] = [
  { key: "name", header: "Application", rowHeader: true, cell: (row) => <Name application={row} /> },
  {
    key: "team",
    header: "Team",
    cell: ({ team }) => (
      <TextLink plain href={`/teams/${team.slug}`}>
        {team.slug}
      </TextLink>
    ),
  },
  { key: "clusters", header: "Clusters", cell: ({ clusters }) => <Clusters clusters={clusters} /> },
  { key: "grants", header: "Grants", align: "end", cell: ({ grants }) => grants },
  {
    key: "expiring",
    header: "Expiring",
    nowrap: true,
    cell: ({ expiring }) => (expiring > 0 ? <Chip tone="warn">{expiring} within 14 d</Chip> : "–"),
  },
  {
    key: "blocked",
    header: "Blocked",
    nowrap: true,
    cell: ({ blocked }) => (blocked > 0 ? <Chip tone="bad">{blocked} blocked</Chip> : "–"),
  },
];

/** Applications, with what they hold and what of it needs somebody. */
export function ApplicationTable({ applications, filtered, create }: ApplicationTableProps) {
  return (
    <Table
      caption="Applications"
      columns={COLUMNS}
      rows={applications}
      rowKey={({ id }) => id}
      empty={filtered ? <NoMatch /> : <NoApplications create={create} />}
    />
  );
}

function Name({ application: { slug, name } }: { application: ApplicationRow }) {
  return (
    <>
      <TextLink plain href={applicationHref(slug)} className="font-medium">
        {name}
      </TextLink>
      <span className="block font-mono text-xs text-ink-3">{slug}</span>
    </>
  );
}

function Clusters({ clusters }: Pick<ApplicationRow, "clusters">) {
  if (clusters.length === 0) return <span className="text-ink-3">none yet</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {clusters.map((cluster) => (
        <Tag key={cluster}>{cluster}</Tag>
      ))}
    </span>
  );
}

function NoMatch() {
  return (
    <EmptyState
      icon={ListX}
      title="No application matches this filter"
      action={<LinkButton href="/applications">Clear filters</LinkButton>}
    >
      You see the applications of your teams; the platform and auditors see all.
    </EmptyState>
  );
}

function NoApplications({ create }: { create: ReactNode }) {
  return (
    <EmptyState icon={AppWindow} title="You have no applications yet" action={create}>
      An application is a program of your team. It gets a principal on a cluster, and access to topics is granted to it.
      {create === null && " Members of a team make them; a platform admin makes teams."}
    </EmptyState>
  );
}
