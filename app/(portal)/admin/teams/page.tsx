import type { Metadata } from "next";
import { TransferEverythingDialog } from "#components/ownership/transfer-dialog";
import { CreateTeamDialog } from "#components/team/create-team-dialog";
import { DeleteTeamDialog } from "#components/team/delete-team-dialog";
import { TeamTable } from "#components/team/team-table";
import { Card } from "#components/ui/card";
import { CursorPager, currentCursor } from "#components/ui/cursor-pager";
import { FilterBar, SearchFilter } from "#components/ui/filter-bar";
import { PageHeader } from "#components/ui/page-header";
import type { TeamRow } from "#lib/contract/teams";
import { ask } from "#lib/server/ask";
import { getPlatformRights } from "#lib/server/queries/get-platform-rights";
import { listTeams } from "#lib/server/queries/list-teams";
import { type SearchParams, singleParams } from "../../single-params.ts";
import { dropTeam, makeTeam, transferEverything } from "../../teams/actions.ts";

export const metadata: Metadata = { title: "Manage teams" };

/** Teams for the platform: making and deleting. Prefixes and people are managed on each team's page. */
export default async function AdminTeamsPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await singleParams(searchParams, ["q", "cursor"]);
  const [{ items, nextCursor }, { createTeam, deleteTeam }] = await Promise.all([
    ask(listTeams, { q: params.q, cursor: currentCursor(params.cursor) }),
    ask(getPlatformRights, {}),
  ]);
  const actions = (team: TeamRow) => (
    <span className="inline-flex flex-wrap justify-end gap-2">
      {(team.topics > 0 || team.prefixes.length > 0) && (
        <TransferEverythingDialog from={team} request={transferEverything} size="small" />
      )}
      <DeleteTeamDialog team={team} remove={dropTeam} />
    </span>
  );

  return (
    <>
      <PageHeader
        title="Manage teams"
        description={createTeam.allowed ? "Open a team to manage its prefixes and people." : createTeam.needed}
        actions={createTeam.allowed && <CreateTeamDialog create={makeTeam} />}
      />
      <FilterBar label="Filter teams">
        <SearchFilter label="Search teams" />
      </FilterBar>
      <Card>
        <TeamTable teams={items} filtered={Boolean(params.q)} {...(deleteTeam.allowed ? { actions } : {})} />
      </Card>
      <CursorPager path="/admin/teams" params={params} nextCursor={nextCursor} shown={items.length} />
    </>
  );
}
