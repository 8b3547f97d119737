import { Import } from "lucide-react";
import type { Metadata } from "next";
import { ImportBoard } from "#components/topic-import/import-board";
import { ImportTable } from "#components/topic-import/import-table";
import { Card } from "#components/ui/card";
import { CursorPager, currentCursor } from "#components/ui/cursor-pager";
import { EmptyState } from "#components/ui/empty-state";
import { ClearFilters, FilterBar, SearchFilter, SelectFilter, ToggleFilter } from "#components/ui/filter-bar";
import { LinkButton } from "#components/ui/link-button";
import { PageHeader } from "#components/ui/page-header";
import { RelativeTime } from "#components/ui/relative-time";
import type { ClusterView } from "#lib/contract/platform";
import type { TeamRow } from "#lib/contract/teams";
import type { TopicImportRow } from "#lib/contract/topic-imports";
import { OWNER_CONFIDENCES } from "#lib/domain/owner-candidate";
import { ask } from "#lib/server/ask";
import { getPlatformRights } from "#lib/server/queries/get-platform-rights";
import { listClusters } from "#lib/server/queries/list-clusters";
import { listTeams } from "#lib/server/queries/list-teams";
import { listTopicImports } from "#lib/server/queries/list-topic-imports";
import { listUnmanagedTopics } from "#lib/server/queries/list-unmanaged-topics";
import { type SearchParams, singleParams } from "../../single-params.ts";
import { takeOver } from "./actions.ts";

export const metadata: Metadata = { title: "Import" };

const FILTERS = ["q", "team", "confidence", "none"] as const;

/** What lives on a cluster and nobody manages: who may own it, and the way to give it to them. */
export default async function ImportPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await singleParams(searchParams, ["cluster", ...FILTERS, "cursor"]);
  const clusters = (await ask(listClusters, {})).items.filter(({ detachedAt }) => detachedAt === null);
  const cluster = clusters.find(({ slug }) => slug === params.cluster) ?? clusters[0];
  if (!cluster) return <NoCluster />;

  const { q, team, confidence, none } = params;
  const asked = { cluster: cluster.slug, q, team, confidence, none, cursor: currentCursor(params.cursor) };
  const [{ items, nextCursor }, imports, teams, rights] = await Promise.all([
    ask(listUnmanagedTopics, asked),
    ask(listTopicImports, { cluster: cluster.slug }),
    everyTeam(),
    ask(getPlatformRights, {}),
  ]);
  const filtered = FILTERS.some((name) => params[name] !== undefined);

  return (
    <>
      <Title cluster={cluster} />
      <ImportTable title="Under way" imports={imports.items.filter(isUnderWay)} />
      <Filters clusters={clusters} cluster={cluster.slug} teams={teams} filtered={filtered} />
      <Card>
        <ImportBoard
          key={JSON.stringify(asked)}
          cluster={cluster}
          topics={items}
          teams={teams.map(({ slug, name }) => ({ value: slug, label: name }))}
          may={rights.importTopics}
          importTopics={takeOver}
          empty={<Nothing cluster={cluster} filtered={filtered} />}
        />
      </Card>
      <CursorPager path="/admin/import" params={params} nextCursor={nextCursor} shown={items.length} />
      <ImportTable title="Earlier" imports={imports.items.filter((one) => !isUnderWay(one))} />
    </>
  );
}

/** Somebody or the worker still has to do something. */
function isUnderWay({ state }: TopicImportRow): boolean {
  return state === "submitted" || state === "approved";
}

/** Any team may be an owner, so the list holds all of them, however many pages the API makes of it. */
async function everyTeam(cursor?: string): Promise<TeamRow[]> {
  const { items, nextCursor } = await ask(listTeams, { cursor, limit: 200 });
  return nextCursor === null ? items : [...items, ...(await everyTeam(nextCursor))];
}

function Title({ cluster }: { cluster: ClusterView }) {
  return (
    <PageHeader
      title="Import"
      status={
        <span className="text-small text-ink-3">
          seen <RelativeTime at={cluster.seenAt} />
        </span>
      }
      description="Topics that nobody manages. Taking them over changes nothing on the cluster: what is there becomes what is desired."
    />
  );
}

type FiltersProps = { clusters: ClusterView[]; cluster: string; teams: TeamRow[]; filtered: boolean };

function Filters({ clusters, cluster, teams, filtered }: FiltersProps) {
  return (
    <FilterBar label="Filter topics">
      <SearchFilter label="Search topic names" />
      {clusters.length > 1 && (
        <SelectFilter
          name="cluster"
          label="Cluster"
          options={clusters.map(({ slug, name }) => ({ value: slug, label: name }))}
        />
      )}
      <SelectFilter
        name="team"
        label="Suggested owner"
        options={teams.map(({ slug, name }) => ({ value: slug, label: name }))}
      />
      <SelectFilter
        name="confidence"
        label="Confidence"
        options={OWNER_CONFIDENCES.map((value) => ({ value, label: value }))}
      />
      <ToggleFilter name="none" label="No suggestion" />
      {filtered && <ClearFilters href={`/admin/import?cluster=${cluster}`} />}
    </FilterBar>
  );
}

function Nothing({ cluster, filtered }: { cluster: ClusterView; filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState
        title="No topic matches this filter"
        action={<LinkButton href={`/admin/import?cluster=${cluster.slug}`}>Clear the filters</LinkButton>}
      >
        Other topics on {cluster.name} may still be nobody’s.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={Import} title="Nothing to import">
      {cluster.seenAt === null
        ? `${cluster.name} was not seen yet, so its topics are not known.`
        : `Every topic on ${cluster.name} has an owner.`}
    </EmptyState>
  );
}

function NoCluster() {
  return (
    <>
      <PageHeader title="Import" />
      <EmptyState title="No cluster yet" action={<LinkButton href="/admin/clusters">See the clusters</LinkButton>}>
        No worker has reported a cluster, so there is nothing to import.
      </EmptyState>
    </>
  );
}
