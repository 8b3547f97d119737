import { FileJson2, ListX } from "lucide-react";
import type { ClusterView } from "#lib/contract/platform";
import type { SubjectSummary } from "#lib/contract/subjects";
import { SCHEMA_TYPE_NAMES } from "#lib/domain/schema";
import { topicHref } from "../topic/topic-href.ts";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { FoundText } from "./found-text.tsx";
import { schemaHref } from "./schema-href.ts";
import { subjectHref } from "./subject-href.ts";
import { SubjectStateChip } from "./subject-state-chip.tsx";

type SubjectCatalogueProps = {
  subjects: readonly SubjectSummary[];
  clusters: readonly Pick<ClusterView, "slug">[];
  filtered: boolean;
  /** What was searched for, to be marked where it was found. */
  query: string | undefined;
};

/** One page of subjects. Fields that the search found stand under the name; with one cluster there is no column for it. */
export function SubjectCatalogue({ subjects, clusters, filtered, query = "" }: SubjectCatalogueProps) {
  const shown = columns(query).filter(({ key }) => key !== "cluster" || clusters.length > 1);

  return (
    <Card>
      <Table
        caption="Schemas"
        columns={shown}
        rows={subjects}
        rowKey={({ cluster, subject }) => `${cluster}/${subject}`}
        empty={filtered ? <NoMatch query={query} /> : <NoSubjects />}
      />
    </Card>
  );
}

const columns = (query: string): Column<SubjectSummary>[] => [
  { key: "subject", header: "Subject", rowHeader: true, cell: (row) => <Subject row={row} query={query} /> },
  { key: "cluster", header: "Cluster", nowrap: true, cell: ({ cluster }) => cluster },
  { key: "owner", header: "Owner", cell: ({ team }) => <Owner team={team} /> },
  { key: "state", header: "State", nowrap: true, cell: ({ state }) => <SubjectStateChip state={state} /> },
  { key: "type", header: "Type", nowrap: true, cell: ({ schemaType }) => SCHEMA_TYPE_NAMES[schemaType] },
  { key: "version", header: "Version", align: "end", cell: ({ latestVersion }) => latestVersion ?? "–" },
  { key: "compatibility", header: "Compatibility", nowrap: true, mono: true, cell: (row) => row.compatibility },
  { key: "topic", header: "Topic", cell: ({ cluster, topic }) => <Topic cluster={cluster} topic={topic} /> },
];

function Subject({ row: { cluster, subject, found }, query }: { row: SubjectSummary; query: string }) {
  return (
    <>
      <TextLink href={subjectHref(cluster, subject)} mono plain>
        {subject}
      </TextLink>
      {found.length > 0 && (
        <ul className="mt-1 grid gap-0.5 text-small text-ink-2">
          {found.map(({ path, doc }) => (
            <li key={path} className="line-clamp-2 wrap-anywhere">
              <span className="font-mono">
                <FoundText text={path} query={query} />
              </span>{" "}
              <FoundText text={doc} query={query} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Owner({ team }: Pick<SubjectSummary, "team">) {
  if (!team) return <span className="text-ink-3">nobody</span>;
  return (
    <TextLink href={`/teams/${team.slug}`} plain>
      {team.slug}
    </TextLink>
  );
}

function Topic({ cluster, topic }: Pick<SubjectSummary, "cluster" | "topic">) {
  if (topic === null) return <span className="text-ink-3">–</span>;
  return (
    <TextLink href={topicHref(cluster, topic)} mono plain>
      {topic}
    </TextLink>
  );
}

function NoMatch({ query }: { query: string }) {
  const action = <LinkButton href="/schemas">Clear filters</LinkButton>;
  return (
    <EmptyState icon={ListX} title="No schema matches this filter" action={action}>
      {query === ""
        ? "There may be schemas, but none with all of what you chose."
        : `No subject, field or field’s documentation holds “${query}” together with what you chose.`}{" "}
      Deleted ones show only where that state is chosen.
    </EmptyState>
  );
}

function NoSubjects() {
  const action = (
    <LinkButton href={schemaHref()} variant="primary">
      Ask for a schema
    </LinkButton>
  );
  return (
    <EmptyState icon={FileJson2} title="No schemas yet" action={action}>
      Nothing was requested, and no registry was seen with subjects of its own. A cluster without a registry has no
      schemas.
    </EmptyState>
  );
}
