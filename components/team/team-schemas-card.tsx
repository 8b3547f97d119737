import type { Page } from "#lib/contract/common";
import type { SubjectSummary } from "#lib/contract/subjects";
import { SCHEMA_TYPE_NAMES } from "#lib/domain/schema";
import { subjectHref } from "../schema/subject-href.ts";
import { SubjectStateChip } from "../schema/subject-state-chip.tsx";
import { Card, CardHeader } from "../ui/card.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { TextLink } from "../ui/text-link.tsx";

type TeamSchemasCardProps = { team: string; subjects: Page<SubjectSummary> };

/** The first schemas that a team owns, and the way to all; nothing for a team without one. */
export function TeamSchemasCard({ team, subjects: { items, nextCursor } }: TeamSchemasCardProps) {
  if (items.length === 0) return null;
  const all = nextCursor === null ? "Search in them" : "All of them";

  return (
    <Card>
      <CardHeader title="Schemas" aside={<TextLink href={`/schemas?team=${team}`}>{all}</TextLink>} />
      <Table
        caption="Schemas"
        columns={columns}
        rows={items}
        rowKey={({ cluster, subject }) => `${cluster}/${subject}`}
      />
    </Card>
  );
}

const columns: Column<SubjectSummary>[] = [
  {
    key: "subject",
    header: "Subject",
    rowHeader: true,
    cell: ({ cluster, subject }) => (
      <TextLink href={subjectHref(cluster, subject)} mono plain>
        {subject}
      </TextLink>
    ),
  },
  { key: "cluster", header: "Cluster", nowrap: true, cell: ({ cluster }) => cluster },
  { key: "state", header: "State", nowrap: true, cell: ({ state }) => <SubjectStateChip state={state} /> },
  { key: "type", header: "Type", nowrap: true, cell: ({ schemaType }) => SCHEMA_TYPE_NAMES[schemaType] },
  { key: "version", header: "Version", align: "end", cell: ({ latestVersion }) => latestVersion ?? "–" },
];
