import { CircleCheck } from "lucide-react";
import type { Metadata } from "next";
import { PlaceFilters } from "#components/cluster/place-filters";
import { ClusterDriftNotes } from "#components/drift/cluster-drift-notes";
import { DriftBoard } from "#components/drift/drift-board";
import { CursorPager, currentCursor } from "#components/ui/cursor-pager";
import { EmptyState } from "#components/ui/empty-state";
import { SelectFilter } from "#components/ui/filter-bar";
import { LinkButton } from "#components/ui/link-button";
import { PageHeader } from "#components/ui/page-header";
import { ask } from "#lib/server/ask";
import { listClusters } from "#lib/server/queries/list-clusters";
import { listDrift } from "#lib/server/queries/list-drift";
import { listTeams } from "#lib/server/queries/list-teams";
import { navigation } from "../../navigation.ts";
import { type SearchParams, singleParams } from "../../single-params.ts";
import { adoptSeveral, revertSeveral } from "./actions.ts";

export const metadata: Metadata = { title: "Drift" };

const PATH = "/admin/drift";

const KINDS = [
  { value: "topic", label: "topics" },
  { value: "principal", label: "principals" },
  { value: "subject", label: "subjects" },
];

/** What is on the clusters otherwise than was decided: everything for the platform, for others what their teams own. */
export default async function DriftPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await singleParams(searchParams, ["cluster", "kind", "team", "cursor"]);
  const { cluster, kind, team, cursor } = params;
  const { person, teams: mine } = await navigation();
  const platform = person.platformRole !== "none";
  const asked = { cluster, kind, team, cursor: currentCursor(cursor), ...(platform ? {} : { mine: "true" }) };
  const [{ items, nextCursor }, { items: clusters }, teams] = await Promise.all([
    ask(listDrift, asked),
    ask(listClusters, {}),
    platform ? ask(listTeams, {}).then((page) => page.items) : mine,
  ]);
  const declared = clusters.filter(({ detachedAt }) => detachedAt === null);
  const filtered = Boolean(cluster ?? kind ?? team);

  return (
    <>
      <PageHeader
        title="Drift"
        description={
          platform
            ? "What is on a cluster or in its registry otherwise than was decided. Put it back, or decide that it is right: both are requests."
            : "What of your teams is on a cluster or in its registry otherwise than was decided. Put it back, or decide that it is right: both are requests."
        }
      />
      <ClusterDriftNotes clusters={declared.filter(({ slug }) => cluster === undefined || slug === cluster)} />
      <PlaceFilters
        label="Filter differences"
        path={PATH}
        clusters={declared}
        teams={teams}
        filtered={filtered}
        shown={`${items.length}${nextCursor ? "+" : ""} differ`}
      >
        <SelectFilter name="kind" label="Kind" options={KINDS} />
      </PlaceFilters>
      <DriftBoard
        key={JSON.stringify(params)}
        rows={items}
        revert={revertSeveral}
        adopt={adoptSeveral}
        empty={<Nothing filtered={filtered} />}
      />
      <CursorPager path={PATH} params={params} nextCursor={nextCursor} shown={items.length} />
    </>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState title="Nothing that matches differs" action={<LinkButton href={PATH}>Show all</LinkButton>}>
        Of what these filters leave, everything is as it was decided.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={CircleCheck} title="Everything is as it was decided">
      Two looks in a row have to agree before something counts as different, so a change shows within about a minute.
    </EmptyState>
  );
}
