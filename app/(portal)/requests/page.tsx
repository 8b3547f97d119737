import type { Metadata } from "next";
import { RequestFilters } from "#components/request/request-filters";
import { RequestTable } from "#components/request/request-table";
import { Card } from "#components/ui/card";
import { CursorPager, currentCursor } from "#components/ui/cursor-pager";
import { EmptyState } from "#components/ui/empty-state";
import { LinkButton } from "#components/ui/link-button";
import { PageHeader } from "#components/ui/page-header";
import { ask } from "#lib/server/ask";
import { listRequests } from "#lib/server/queries/list-requests";
import { navigation } from "../navigation.ts";
import { type SearchParams, singleParams } from "../single-params.ts";

export const metadata: Metadata = { title: "Requests" };

/** All requests that I may see. */
export default async function RequestsPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await singleParams(searchParams, ["state", "team", "mine", "cursor"]);
  const { cursor, ...filter } = params;
  const [{ items, nextCursor }, { teams, person }] = await Promise.all([
    ask(listRequests, { ...filter, cursor: currentCursor(cursor) }),
    navigation(),
  ]);
  const filtered = Object.keys(filter).length > 0;
  const chosen = teams.some(({ slug }) => slug === filter.team) || !filter.team ? [] : [{ slug: filter.team }];
  const whose = person.platformRole === "none" ? "your own and those of your teams" : "those of all teams";

  return (
    <>
      <PageHeader
        title="Requests"
        description={`What was asked for, newest first: ${whose}.`}
        actions={
          <>
            <LinkButton href="/access/new">Ask for access</LinkButton>
            <RequestTopic />
          </>
        }
      />
      <RequestFilters teams={[...teams, ...chosen]} filtered={filtered} />
      <Card>
        <RequestTable caption="Requests" requests={items} empty={<NoRequests filtered={filtered} whose={whose} />} />
      </Card>
      <CursorPager path="/requests" params={params} nextCursor={nextCursor} shown={items.length} />
    </>
  );
}

function NoRequests({ filtered, whose }: { filtered: boolean; whose: string }) {
  if (filtered) {
    return (
      <EmptyState
        title="No request matches this filter"
        action={<LinkButton href="/requests">Clear filters</LinkButton>}
      >
        You see {whose}.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No requests yet" action={<RequestTopic />}>
      What you or your teams ask for appears here, with where it stands.
    </EmptyState>
  );
}

function RequestTopic() {
  return (
    <LinkButton href="/topics/new" variant="primary">
      Request a topic
    </LinkButton>
  );
}
