import { Clock, ListX, Rows3 } from "lucide-react";
import type { Page } from "#lib/contract/common";
import type { ClusterView } from "#lib/contract/platform";
import type { TopicRow } from "#lib/contract/topics";
import { approximateBytes } from "#lib/domain/quantity";
import { formatConfigValue } from "#lib/domain/topic-config-value";
import { Card } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { topicHref } from "./topic-href.ts";
import { TopicStateChip } from "./topic-state-chip.tsx";

/** Longer without a record, and a topic looks dead. */
const QUIET_DAYS = 90;
const DAY_MS = 86_400_000;

type TopicCatalogueProps = {
  topics: Page<TopicRow>;
  clusters: readonly Pick<ClusterView, "slug" | "name">[];
  filtered: boolean;
  /** Milliseconds since the epoch. */
  now: number;
};

/** One page of the catalogue. With one cluster there is no column for it. */
export function TopicCatalogue({ topics, clusters, filtered, now }: TopicCatalogueProps) {
  const shown = columns(now).filter(({ key }) => key !== "cluster" || clusters.length > 1);

  return (
    <Card>
      <Table
        caption="Topics"
        columns={shown}
        rows={topics.items}
        rowKey={(row) => `${row.cluster}/${row.name}`}
        empty={filtered ? <NoMatch /> : <NoTopics />}
      />
    </Card>
  );
}

const columns = (now: number): Column<TopicRow>[] => [
  {
    key: "name",
    header: "Name",
    rowHeader: true,
    cell: ({ cluster, name }) => (
      <TextLink href={topicHref(cluster, name)} mono plain>
        {name}
      </TextLink>
    ),
  },
  { key: "cluster", header: "Cluster", nowrap: true, cell: ({ cluster }) => cluster },
  { key: "owner", header: "Owner", cell: (row) => <Owner team={row.team} /> },
  { key: "state", header: "State", nowrap: true, cell: ({ state }) => <TopicStateChip state={state} /> },
  { key: "partitions", header: "Partitions", align: "end", cell: ({ partitions }) => partitions },
  {
    key: "retention",
    header: "Retention",
    align: "end",
    nowrap: true,
    cell: ({ retentionMs }) => (retentionMs === null ? "default" : formatConfigValue("retention.ms", retentionMs)),
  },
  {
    key: "size",
    header: "On disk",
    align: "end",
    nowrap: true,
    cell: ({ sizeBytes }) => (sizeBytes === null ? "–" : approximateBytes(BigInt(sizeBytes))),
  },
  {
    key: "written",
    header: "Last written",
    nowrap: true,
    cell: ({ lastWrittenAt, sizeBytes }) => <LastWritten at={lastWrittenAt} measured={sizeBytes !== null} now={now} />,
  },
];

function Owner({ team }: Pick<TopicRow, "team">) {
  if (!team) return <span className="text-ink-3">nobody</span>;
  return (
    <TextLink href={`/teams/${team.slug}`} plain>
      {team.slug}
    </TextLink>
  );
}

/** A topic that was not measured yet may have been written to. */
function LastWritten({ at, measured, now }: { at: string | null; measured: boolean; now: number }) {
  if (at === null) return <span className="text-ink-3">{measured ? "never" : "–"}</span>;
  if (now - Date.parse(at) < QUIET_DAYS * DAY_MS) return <RelativeTime at={at} />;
  return (
    <Chip tone="warn" icon={Clock}>
      <RelativeTime at={at} />
    </Chip>
  );
}

function NoMatch() {
  return (
    <EmptyState
      icon={ListX}
      title="No topic matches this filter"
      action={<LinkButton href="/topics">Clear filters</LinkButton>}
    >
      There are topics, but none with all of what you chose.
    </EmptyState>
  );
}

function NoTopics() {
  const action = (
    <LinkButton href="/topics/new" variant="primary">
      Request a topic
    </LinkButton>
  );
  return (
    <EmptyState icon={Rows3} title="No topics yet" action={action}>
      Nothing was requested, and no cluster was seen with topics of its own.
    </EmptyState>
  );
}
