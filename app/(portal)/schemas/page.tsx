import type { Metadata } from "next";
import { SubjectCatalogue } from "#components/schema/subject-catalogue";
import { SubjectFilters } from "#components/schema/subject-filters";
import { ClusterAges } from "#components/topic/cluster-ages";
import { LinkButton } from "#components/ui/link-button";
import { PageHeader } from "#components/ui/page-header";
import { Pager } from "#components/ui/pager";
import type { Page } from "#lib/contract/common";
import type { SubjectSummary } from "#lib/contract/subjects";
import { ask, tryAsk } from "#lib/server/ask";
import { listClusters } from "#lib/server/queries/list-clusters";
import { listSubjects } from "#lib/server/queries/list-subjects";
import { listTeams } from "#lib/server/queries/list-teams";
import { schemaHref } from "../../../components/schema/schema-href.ts";
import { cursorTrail } from "../../../components/ui/cursor-trail.ts";
import { type SearchParams, singleParams } from "../single-params.ts";

export const metadata: Metadata = { title: "Schemas" };

const NO_ROWS: Page<SubjectSummary> = { items: [], nextCursor: null };

/** Every subject of every registry: managed ones, and what else was seen. Found by name, by field and by what its documentation says. */
export default async function SchemasPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await singleParams(searchParams, ["cluster", "team", "q", "type", "state", "cursor"]);
  const { cursor: _, ...filters } = params;
  const trail = cursorTrail({ path: "/schemas", params });
  const [subjects, { items: clusters }, { items: teams }] = await Promise.all([
    tryAsk(listSubjects, { ...filters, cursor: trail.cursor }),
    ask(listClusters, {}),
    ask(listTeams, { limit: 200 }),
  ]);
  // A filter that nothing can have matches nothing; what stands in the address stays visible in the filters.
  const page = subjects.ok ? subjects.value : NO_ROWS;
  const filtered = Object.keys(filters).length > 0 || !subjects.ok;

  return (
    <>
      <PageHeader
        title="Schemas"
        description="The contracts between those who write a topic and those who read it."
        actions={
          <LinkButton href={schemaHref()} variant="primary">
            Ask for a schema
          </LinkButton>
        }
      />
      <SubjectFilters
        clusters={clusters.map(({ slug, name }) => ({ value: slug, label: name }))}
        teams={teams.map(({ slug }) => ({ value: slug, label: slug }))}
        shown={filtered ? matchWords(page) : null}
        filtered={filtered}
      />
      <SubjectCatalogue subjects={page.items} clusters={clusters} filtered={filtered} query={params.q} />
      <Pager
        previousHref={trail.previousHref}
        nextHref={trail.nextHref(page.nextCursor)}
        shown={page.items.length > 0 && `${page.items.length} on this page`}
      />
      <div className="mt-4">
        <ClusterAges clusters={clusters} />
      </div>
    </>
  );
}

/** A keyset list knows how many are on this page, and whether there are more. */
function matchWords({ items, nextCursor }: Page<SubjectSummary>): string {
  if (nextCursor !== null) return `more than ${items.length} match`;
  return items.length === 1 ? "1 matches" : `${items.length} match`;
}
