import { Leaf } from "lucide-react";
import type { Metadata } from "next";
import { PlaceFilters } from "#components/cluster/place-filters";
import { StaleTopicTable } from "#components/topic/stale-topic-table";
import { Card } from "#components/ui/card";
import { CursorPager, currentCursor } from "#components/ui/cursor-pager";
import { EmptyState } from "#components/ui/empty-state";
import { SelectFilter } from "#components/ui/filter-bar";
import { LinkButton } from "#components/ui/link-button";
import { PageHeader } from "#components/ui/page-header";
import { ask } from "#lib/server/ask";
import { listClusters } from "#lib/server/queries/list-clusters";
import { listStaleTopics } from "#lib/server/queries/list-stale-topics";
import { listTeams } from "#lib/server/queries/list-teams";
import { STEP_WORDS } from "../../../components/topic/decommission-words.ts";
import { navigation } from "../navigation.ts";
import { type SearchParams, singleParams } from "../single-params.ts";

export const metadata: Metadata = { title: "Decommission" };

const PATH = "/decommission";
const STEPS = Object.entries(STEP_WORDS).map(([value, { word }]) => ({ value, label: word.toLowerCase() }));

/** Topics that nobody seems to need: to their owners theirs, to the platform all. */
export default async function DecommissionPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await singleParams(searchParams, ["cluster", "team", "step", "cursor"]);
  const { cluster, team, step, cursor } = params;
  const { person, teams: mine } = await navigation();
  const platform = person.platformRole !== "none";
  const asked = { cluster, team, step, cursor: currentCursor(cursor), ...(platform ? {} : { mine: "true" }) };
  const [{ items, nextCursor }, { items: clusters }, teams] = await Promise.all([
    ask(listStaleTopics, asked),
    ask(listClusters, {}),
    platform ? ask(listTeams, {}).then((page) => page.items) : mine,
  ]);
  const filtered = Boolean(cluster ?? team ?? step);

  return (
    <>
      <PageHeader
        title="Decommission"
        description={`${platform ? "Topics" : "Topics of your teams"} that nobody writes or reads, and those on their way out. Announce, block, delete: each step but the last is taken back with one button.`}
      />
      <PlaceFilters
        label="Filter topics"
        path={PATH}
        clusters={clusters}
        teams={teams}
        filtered={filtered}
        shown={`${items.length}${nextCursor ? "+" : ""} match`}
      >
        <SelectFilter name="step" label="Step" options={STEPS} />
      </PlaceFilters>
      <Card>
        <StaleTopicTable topics={items} empty={<Nothing filtered={filtered} />} />
      </Card>
      <CursorPager path={PATH} params={params} nextCursor={nextCursor} shown={items.length} />
    </>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState title="No topic matches these filters" action={<LinkButton href={PATH}>Show all</LinkButton>}>
        Of what these filters leave, everything is in use.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={Leaf} title="Every topic is in use" action={<LinkButton href="/topics">All topics</LinkButton>}>
      A topic is listed once nothing was written to it for as long as the platform says, and no consumer group was
      active; or once its end was announced.
    </EmptyState>
  );
}
