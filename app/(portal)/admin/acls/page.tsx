import { KeyRound } from "lucide-react";
import type { Metadata } from "next";
import { UnmanagedAclBoard } from "#components/access/unmanaged-acl-board";
import { Card } from "#components/ui/card";
import { CursorPager, currentCursor } from "#components/ui/cursor-pager";
import { EmptyState } from "#components/ui/empty-state";
import { ClearFilters, FilterBar, SearchFilter, SelectFilter } from "#components/ui/filter-bar";
import { LinkButton } from "#components/ui/link-button";
import { PageHeader } from "#components/ui/page-header";
import { RelativeTime } from "#components/ui/relative-time";
import type { ClusterView } from "#lib/contract/platform";
import { ask } from "#lib/server/ask";
import { listClusters } from "#lib/server/queries/list-clusters";
import { listTeams } from "#lib/server/queries/list-teams";
import { listUnmanagedAcls } from "#lib/server/queries/list-unmanaged-acls";
import { navigation } from "../../navigation.ts";
import { type SearchParams, singleParams } from "../../single-params.ts";
import { askForRemoval } from "./actions.ts";

export const metadata: Metadata = { title: "Unmanaged ACLs" };

/** What clusters let in without a grant: shown, adopted or removed by a request, and never touched unasked. */
export default async function AclsPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await singleParams(searchParams, ["cluster", "q", "cursor"]);
  const { items: clusters } = await ask(listClusters, {});
  const cluster = clusters.find(({ slug }) => slug === params.cluster) ?? clusters[0];
  if (!cluster) return <NoCluster />;

  const asked = { cluster: cluster.slug, q: params.q, cursor: currentCursor(params.cursor) };
  const [{ items, nextCursor }, teams, { person }] = await Promise.all([
    ask(listUnmanagedAcls, asked),
    ask(listTeams, {}),
    navigation(),
  ]);
  const mayAsk =
    person.platformRole === "admin"
      ? { allowed: true, needed: null }
      : { allowed: false, needed: "an admin of the platform, or a team for its own topics and applications." };

  return (
    <>
      <Title cluster={cluster} />
      <FilterBar label="Filter ACLs" shown={params.q ? `${items.length}${nextCursor ? "+" : ""} match` : null}>
        <SearchFilter label="Search principals and resources" />
        {clusters.length > 1 && (
          <SelectFilter
            name="cluster"
            label="Cluster"
            options={clusters.map(({ slug, name }) => ({ value: slug, label: name }))}
          />
        )}
        {params.q && <ClearFilters href={`/admin/acls?cluster=${cluster.slug}`} />}
      </FilterBar>
      <Card>
        <UnmanagedAclBoard
          key={`${cluster.slug} ${params.q ?? ""} ${params.cursor ?? ""}`}
          title={`On ${cluster.name}`}
          caption={`Unmanaged ACLs on ${cluster.name}`}
          cluster={cluster.slug}
          acls={items}
          teams={teams.items.map(({ slug }) => slug)}
          mayAsk={mayAsk}
          request={askForRemoval}
          empty={<Nothing cluster={cluster} q={params.q} />}
        />
      </Card>
      <CursorPager path="/admin/acls" params={params} nextCursor={nextCursor} shown={items.length} />
    </>
  );
}

function Title({ cluster }: { cluster: ClusterView }) {
  return (
    <PageHeader
      title="Unmanaged ACLs"
      status={
        <span className="text-small text-ink-3">
          seen <RelativeTime at={cluster.seenAt} />
        </span>
      }
      description="What clusters let in without a grant. Headgate never touches these unasked: adopt one as a grant, or ask for its removal."
    />
  );
}

function Nothing({ cluster, q }: { cluster: ClusterView; q: string | undefined }) {
  if (q) {
    return (
      <EmptyState
        title="No ACL matches this search"
        action={<LinkButton href={`/admin/acls?cluster=${cluster.slug}`}>Clear the search</LinkButton>}
      >
        Looked for “{q}” in principals and resource names on {cluster.name}.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={KeyRound} title="None">
      {cluster.seenAt === null
        ? `${cluster.name} was not seen yet, so its ACLs are not known.`
        : `Every ACL on ${cluster.name} follows from a grant.`}
    </EmptyState>
  );
}

function NoCluster() {
  return (
    <>
      <PageHeader title="Unmanaged ACLs" />
      <EmptyState title="No cluster yet" action={<LinkButton href="/admin/clusters">See the clusters</LinkButton>}>
        No worker has reported a cluster, so there are no ACLs to show.
      </EmptyState>
    </>
  );
}
