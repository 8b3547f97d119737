import type { TeamCost } from "#lib/contract/teams";
import { approximateBytes, grouped } from "#lib/domain/quantity";
import { inMoney, NO_PRICE } from "../topic/cost-words.ts";
import { Card, CardHeader } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Tag } from "../ui/tag.tsx";

const COLUMNS: Column<TeamCost>[] = [
  { key: "cluster", header: "Cluster", rowHeader: true, cell: ({ cluster }) => <Tag>{cluster}</Tag> },
  { key: "topics", header: "Topics", align: "end", cell: ({ topics }) => grouped(topics) },
  {
    key: "withoutFigure",
    header: "Without a figure",
    align: "end",
    cell: ({ withoutFigure }) => (withoutFigure === 0 ? "–" : grouped(withoutFigure)),
  },
  { key: "bytes", header: "On disk", align: "end", nowrap: true, cell: ({ bytes }) => approximateBytes(BigInt(bytes)) },
  { key: "perMonth", header: "A month", align: "end", cell: moneyOf },
];

function moneyOf({ perMonth, currency, priced }: TeamCost): string {
  if (!priced) return NO_PRICE;
  return perMonth === null ? "nobody can tell yet" : inMoney(perMonth, currency);
}

/** What the team's topics store and cost, per cluster. */
export function CostCard({ costs }: { costs: readonly TeamCost[] }) {
  const empty = <EmptyState title="No topics, no cost">What the team's topics store is summed here.</EmptyState>;

  return (
    <Card>
      <CardHeader title="Cost" />
      <Table
        caption="Cost by cluster, of what is on disk now"
        columns={COLUMNS}
        rows={costs}
        rowKey={({ cluster }) => cluster}
        empty={empty}
      />
    </Card>
  );
}
