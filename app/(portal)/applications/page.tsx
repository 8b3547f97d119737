import type { Metadata } from "next";
import { ApplicationFilters } from "#components/application/application-filters";
import { ApplicationTable } from "#components/application/application-table";
import { CreateApplicationDialog } from "#components/application/create-application-dialog";
import { Card } from "#components/ui/card";
import { CursorPager, currentCursor } from "#components/ui/cursor-pager";
import { PageHeader } from "#components/ui/page-header";
import type { ApplicationRow } from "#lib/contract/applications";
import type { Page } from "#lib/contract/common";
import { ask, tryAsk } from "#lib/server/ask";
import { listApplications } from "#lib/server/queries/list-applications";
import { listTeams } from "#lib/server/queries/list-teams";
import { navigation } from "../navigation.ts";
import { type SearchParams, singleParams } from "../single-params.ts";
import { makeApplication } from "./actions.ts";

export const metadata: Metadata = { title: "Applications" };

const NO_ROWS: Page<ApplicationRow> = { items: [], nextCursor: null };

/** The applications that I may see: those of my teams, or all. */
export default async function ApplicationsPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await singleParams(searchParams, ["q", "team", "cursor"]);
  const { cursor, ...filter } = params;
  const [applications, { teams, person }] = await Promise.all([
    tryAsk(listApplications, { ...filter, cursor: currentCursor(cursor) }),
    navigation(),
  ]);
  // A filter that nothing can have matches nothing; what stands in the address stays visible in the filters.
  const { items, nextCursor } = applications.ok ? applications.value : NO_ROWS;
  const seesAll = person.platformRole !== "none";
  const choice = seesAll ? (await ask(listTeams, { limit: 200 })).items : teams;
  const create =
    teams.length > 0 ? <CreateApplicationDialog teams={teams} team={filter.team} create={makeApplication} /> : null;
  const filtered = Object.keys(filter).length > 0;

  return (
    <>
      <PageHeader
        title="Applications"
        description={`Programs that use topics: ${seesAll ? "those of all teams" : "those of your teams"}.`}
        actions={create}
      />
      <ApplicationFilters teams={choice} filtered={filtered} />
      <Card>
        <ApplicationTable applications={items} filtered={filtered} create={create} />
      </Card>
      <CursorPager path="/applications" params={params} nextCursor={nextCursor} shown={items.length} />
    </>
  );
}
