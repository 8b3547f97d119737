import type { BudgetUse } from "#lib/contract/teams";
import { approximateBytes, grouped } from "#lib/domain/quantity";
import { Card, CardHeader } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Tag } from "../ui/tag.tsx";

const WORDS = { topics: "Topics", partitions: "Partitions", bytes: "Stored, as estimated" };

/** An amount of what a budget counts, in its unit. */
function amount(field: BudgetUse["field"], value: string): string {
  return field === "bytes" ? approximateBytes(BigInt(value)) : grouped(Number(value));
}

const COLUMNS: Column<BudgetUse>[] = [
  { key: "field", header: "What", rowHeader: true, cell: ({ field }) => WORDS[field] },
  { key: "cluster", header: "Cluster", cell: ({ cluster }) => <Tag>{cluster}</Tag> },
  { key: "used", header: "Used", align: "end", nowrap: true, cell: ({ field, used }) => amount(field, used) },
  {
    key: "pending",
    header: "Asked for",
    align: "end",
    nowrap: true,
    cell: ({ field, pending }) => (pending === "0" ? "–" : amount(field, pending)),
  },
  {
    key: "limit",
    header: "Limit",
    align: "end",
    nowrap: true,
    cell: ({ field, limit }) => (limit === null ? "none" : amount(field, limit)),
  },
  { key: "policy", header: "Rule", mono: true, cell: ({ policySlug }) => policySlug ?? "–" },
];

/** What the team uses of each cluster, counting what it has asked for. */
export function BudgetCard({ budget }: { budget: readonly BudgetUse[] }) {
  const empty = (
    <EmptyState title="Nothing used, and no limit set">
      What the team uses is shown here once it has a topic, or a rule sets a budget.
    </EmptyState>
  );

  return (
    <Card>
      <CardHeader title="Budget" />
      <Table
        caption="Budget use"
        columns={COLUMNS}
        rows={budget}
        rowKey={({ cluster, field }) => `${cluster} ${field}`}
        empty={empty}
      />
    </Card>
  );
}
