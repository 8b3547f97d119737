import type { Metadata } from "next";
import { CreateTeamDialog } from "#components/team/create-team-dialog";
import { TeamTable } from "#components/team/team-table";
import { Card } from "#components/ui/card";
import { CursorPager, currentCursor } from "#components/ui/cursor-pager";
import { FilterBar, SearchFilter } from "#components/ui/filter-bar";
import { PageHeader } from "#components/ui/page-header";
import { ask } from "#lib/server/ask";
import { getPlatformRights } from "#lib/server/queries/get-platform-rights";
import { listTeams } from "#lib/server/queries/list-teams";
import { type SearchParams, singleParams } from "../single-params.ts";
import { makeTeam } from "./actions.ts";

export const metadata: Metadata = { title: "Teams" };

/** Every team and what it owns. */
export default async function TeamsPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await singleParams(searchParams, ["q", "cursor"]);
  const [{ items, nextCursor }, rights] = await Promise.all([
    ask(listTeams, { q: params.q, cursor: currentCursor(params.cursor) }),
    ask(getPlatformRights, {}),
  ]);

  return (
    <>
      <PageHeader title="Teams" actions={rights.createTeam.allowed && <CreateTeamDialog create={makeTeam} />} />
      <FilterBar label="Filter teams" shown={params.q ? `${items.length}${nextCursor ? "+" : ""} match` : null}>
        <SearchFilter label="Search teams" />
      </FilterBar>
      <Card>
        <TeamTable teams={items} filtered={Boolean(params.q)} />
      </Card>
      <CursorPager path="/teams" params={params} nextCursor={nextCursor} shown={items.length} />
    </>
  );
}
