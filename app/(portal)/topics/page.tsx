import type { Metadata } from "next";
import { CatalogueFilters } from "#components/topic/catalogue-filters";
import { ClusterAges } from "#components/topic/cluster-ages";
import { TopicCatalogue } from "#components/topic/topic-catalogue";
import { LinkButton } from "#components/ui/link-button";
import { PageHeader } from "#components/ui/page-header";
import { Pager } from "#components/ui/pager";
import type { Page } from "#lib/contract/common";
import type { TopicRow } from "#lib/contract/topics";
import { grouped } from "#lib/domain/quantity";
import { ask, tryAsk } from "#lib/server/ask";
import { countTopics } from "#lib/server/queries/count-topics";
import { listClusters } from "#lib/server/queries/list-clusters";
import { listTeams } from "#lib/server/queries/list-teams";
import { listTopics } from "#lib/server/queries/list-topics";
import { cursorTrail } from "../../../components/ui/cursor-trail.ts";
import { type SearchParams, singleParams } from "../single-params.ts";

export const metadata: Metadata = { title: "Topics" };

const NO_ROWS: Page<TopicRow> = { items: [], nextCursor: null };

/** The catalogue of everything: managed topics, and what else was seen on the clusters. */
export default async function TopicsPage({ searchParams }: { searchParams: SearchParams }) {
  const names = ["cluster", "team", "q", "state", "classification", "unowned", "cursor"] as const;
  const params = await singleParams(searchParams, names);
  const { cursor: _, ...filters } = params;
  const trail = cursorTrail({ path: "/topics", params });
  const [topics, matching, total, { items: clusters }, { items: teams }] = await Promise.all([
    tryAsk(listTopics, { ...filters, cursor: trail.cursor }),
    tryAsk(countTopics, filters),
    ask(countTopics, {}),
    ask(listClusters, {}),
    ask(listTeams, { limit: 200 }),
  ]);
  // A filter that nothing can have (a state that does not exist) matches nothing; what stands in the address stays visible in the filters.
  const page = topics.ok ? topics.value : NO_ROWS;
  const count = matching.ok ? matching.value : { count: 0, capped: false };
  const filtered = Object.keys(filters).length > 0 || !topics.ok;

  return (
    <>
      <PageHeader
        title="Topics"
        status={<span className="text-ink-3">{totalWords(total, clusters.length)}</span>}
        actions={
          <LinkButton href="/topics/new" variant="primary">
            Request a topic
          </LinkButton>
        }
      />
      <CatalogueFilters
        clusters={clusters.map(({ slug, name }) => ({ value: slug, label: name }))}
        teams={teams.map(({ slug }) => ({ value: slug, label: slug }))}
        shown={filtered ? `${countWords(count)} match` : null}
        filtered={filtered}
      />
      <TopicCatalogue topics={page} clusters={clusters} filtered={filtered} now={Date.now()} />
      <Pager
        previousHref={trail.previousHref}
        nextHref={trail.nextHref(page.nextCursor)}
        shown={page.items.length > 0 && `${grouped(page.items.length)} of ${countWords(count)}`}
      />
      <div className="mt-4">
        <ClusterAges clusters={clusters} />
      </div>
    </>
  );
}

type Count = { count: number; capped: boolean };

function countWords({ count, capped }: Count): string {
  return `${grouped(count)}${capped ? "+" : ""}`;
}

function totalWords(total: Count, clusters: number): string {
  return `${countWords(total)} on ${clusters === 1 ? "1 cluster" : `${grouped(clusters)} clusters`}`;
}
