import type { Metadata } from "next";
import { CatalogueFilters } from "#components/topic/catalogue-filters";
import { ClusterAges } from "#components/topic/cluster-ages";
import { TopicCatalogue } from "#components/topic/topic-catalogue";
import { LinkButton } from "#components/ui/link-button";
import { PageHeader } from "#components/ui/page-header";
import { Pager } from "#components/ui/pager";
import type { Page } from "#lib/contract/common";
import { PAGE_SIZE } from "#lib/contract/common";
import type { TopicRow } from "#lib/contract/topics";
import { grouped } from "#lib/domain/quantity";
import { ask, tryAsk } from "#lib/server/ask";
import { countTopics } from "#lib/server/queries/count-topics";
import { listClusters } from "#lib/server/queries/list-clusters";
import { listTeams } from "#lib/server/queries/list-teams";
import { listTopics } from "#lib/server/queries/list-topics";
import {
  type CatalogueAddress,
  catalogueHref,
  listInput,
  parseCatalogueAddress,
  type SearchParams,
} from "../../../components/topic/catalogue-address.ts";
import { nextChain, pagesBefore, previousChain } from "../../../components/topic/cursor-chain.ts";

export const metadata: Metadata = { title: "Topics" };

const NO_ROWS: Page<TopicRow> = { items: [], nextCursor: null };

/** The catalogue of everything: managed topics, and what else was seen on the clusters. */
export default async function TopicsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const address = parseCatalogueAddress(await searchParams);
  const filtered = Object.keys(address.filters).length > 0;
  const [topics, matching, total, { items: clusters }, { items: teams }] = await Promise.all([
    tryAsk(listTopics, listInput(address)),
    tryAsk(countTopics, address.filters),
    ask(countTopics, {}),
    ask(listClusters, {}),
    ask(listTeams, { limit: 200 }),
  ]);
  // A filter that nothing can have (a state that does not exist) matches nothing; what stands in the address stays visible in the filters.
  const page = topics.ok ? topics.value : NO_ROWS;
  const count = matching.ok ? matching.value : { count: 0, capped: false };

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
      <TopicCatalogue topics={page} clusters={clusters} filtered={filtered || !topics.ok} now={Date.now()} />
      <CataloguePager address={address} page={page} count={count} />
      <div className="mt-4">
        <ClusterAges clusters={clusters} />
      </div>
    </>
  );
}

type Count = { count: number; capped: boolean };

function CataloguePager({ address, page, count }: { address: CatalogueAddress; page: Page<TopicRow>; count: Count }) {
  const { filters, chain } = address;
  const before = pagesBefore(chain) * PAGE_SIZE;
  const shown =
    page.items.length > 0 && `${grouped(before + 1)} to ${grouped(before + page.items.length)} of ${countWords(count)}`;

  return (
    <Pager
      shown={shown}
      previousHref={chain.cursors.length > 0 ? catalogueHref(filters, previousChain(chain)) : null}
      nextHref={page.nextCursor === null ? null : catalogueHref(filters, nextChain(chain, page.nextCursor))}
    />
  );
}

function countWords({ count, capped }: Count): string {
  return `${grouped(count)}${capped ? "+" : ""}`;
}

function totalWords(total: Count, clusters: number): string {
  return `${countWords(total)} on ${clusters === 1 ? "1 cluster" : `${grouped(clusters)} clusters`}`;
}
