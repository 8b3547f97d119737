import { Users } from "lucide-react";
import type { ReactNode } from "react";
import type { TeamRow } from "#lib/contract/teams";
import { Chip } from "../ui/chip.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { TextLink } from "../ui/text-link.tsx";

type TeamTableProps = {
  teams: readonly TeamRow[];
  /** The list is narrowed, so no rows means no match. */
  filtered: boolean;
  /** A last column with what may be done. */
  actions?: (team: TeamRow) => ReactNode;
};

const COLUMNS: Column<TeamRow>[] = [
  {
    key: "team",
    header: "Team",
    rowHeader: true,
    cell: (team) => (
      <>
        <TextLink plain href={`/teams/${team.slug}`} className="font-medium">
          {team.name}
        </TextLink>
        <span className="block font-mono text-xs text-ink-3">{team.slug}</span>
      </>
    ),
  },
  {
    key: "prefixes",
    header: "Prefixes",
    mono: true,
    cell: (team) => (team.prefixes.length > 0 ? team.prefixes.join(", ") : <span className="text-ink-3">none</span>),
  },
  {
    key: "owners",
    header: "Owners",
    cell: (team) => (team.owners > 0 ? team.owners : <Chip tone="warn">No owner</Chip>),
  },
  { key: "members", header: "People", align: "end", cell: (team) => team.members },
  {
    key: "topics",
    header: "Topics",
    align: "end",
    cell: (team) => (
      <TextLink plain href={`/topics?team=${team.slug}`} aria-label={`${team.topics} topics of ${team.name}`}>
        {team.topics}
      </TextLink>
    ),
  },
];

/** Teams, with what each owns. */
export function TeamTable({ teams, filtered, actions }: TeamTableProps) {
  const columns = actions
    ? [
        ...COLUMNS,
        { key: "actions", header: <span className="sr-only">Actions</span>, align: "end" as const, cell: actions },
      ]
    : COLUMNS;
  const empty = filtered ? (
    <EmptyState icon={Users} title="No team matches this search" />
  ) : (
    <EmptyState icon={Users} title="No teams yet">
      A team owns topics and the names they begin with. Platform admins make teams.
    </EmptyState>
  );

  return <Table caption="Teams" columns={columns} rows={teams} rowKey={(team) => team.id} empty={empty} />;
}
