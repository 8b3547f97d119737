import type { Metadata } from "next";
import { AdviceTable } from "#components/advice/advice-table";
import { Card } from "#components/ui/card";
import { FilterBar, SelectFilter } from "#components/ui/filter-bar";
import { PageHeader } from "#components/ui/page-header";
import { ask } from "#lib/server/ask";
import { listAdvice } from "#lib/server/queries/list-advice";
import { type SearchParams, singleParams } from "../single-params.ts";

export const metadata: Metadata = { title: "Advice" };

const PERIODS = [7, 30, 90, 180].map((days) => ({ value: String(days), label: `${days} days` }));

/** Access that could be tightened or taken away. */
export default async function AdvicePage({ searchParams }: { searchParams: SearchParams }) {
  const params = await singleParams(searchParams, ["days"]);
  const { items, capped, days } = await ask(listAdvice, params.days ? { days: params.days } : {});

  return (
    <>
      <PageHeader
        title="Advice"
        description={`Access without a sign of use for ${days} days, wider than what is used, or naming nothing. Nothing happens by itself.`}
      />
      <FilterBar label="Filter advice" shown={capped ? `${items.length}, and more of a kind` : `${items.length} found`}>
        <SelectFilter name="days" label="Unused for" options={PERIODS} />
      </FilterBar>
      <Card>
        <AdviceTable advice={items} />
      </Card>
    </>
  );
}
