import clsx from "clsx";
import type { ReactNode } from "react";
import type { TopicView } from "#lib/contract/topics";
import { approximateBytes, approximateRate, approximateRecordRate, grouped } from "#lib/domain/quantity";
import { requestTitleText } from "../request/request-words.ts";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { type Definition, DefinitionList } from "../ui/definition-list.tsx";
import { Markdown } from "../ui/markdown.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type Stat, StatGrid } from "../ui/stat-grid.tsx";
import { Tag } from "../ui/tag.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { inMoney, NO_PRICE } from "./cost-words.ts";
import { TopicCondition } from "./topic-condition.tsx";

type TopicOverviewProps = {
  topic: TopicView;
  retry: ReactNode;
  /** Asks for another owner; stands beside the present one. */
  transfer: ReactNode;
  /** Says something else about it; null for who may not. */
  describe: ReactNode;
};

/** How a topic stands, its figures, and what its owners say about it. */
export function TopicOverview({ topic, retry, transfer, describe }: TopicOverviewProps) {
  const docs = topic.metadata?.docs;
  const asked = topic.openRequests.length > 0;

  return (
    <div className="grid gap-5">
      <TopicCondition topic={topic} retry={retry} />
      <TopicFigures topic={topic} />
      <div className={clsx("grid items-start gap-5", asked && "lg:grid-cols-[minmax(0,1fr)_25rem]")}>
        <Card>
          <CardHeader title="About" aside={describe} />
          <CardSection>
            <DefinitionList items={aboutItems(topic, transfer)} />
          </CardSection>
        </Card>
        {asked && <OpenRequests topic={topic} />}
      </div>
      {docs && (
        <Card>
          <CardHeader title="Docs" />
          <CardSection>
            <Markdown text={docs} />
          </CardSection>
        </Card>
      )}
    </div>
  );
}

/** What is on the cluster; where it was never seen there, what was approved, said as such. */
function TopicFigures({ topic }: { topic: TopicView }) {
  const { observed, desired, sizeBytes, lastWrittenAt, measuredAt, condition } = topic;
  const spec = observed ?? desired;
  const gone = condition.state === "missing";
  const note = observed ? undefined : gone ? "approved, not there" : "approved, not seen yet";

  return (
    <StatGrid
      stats={[
        { label: "Partitions", value: spec ? grouped(spec.partitions) : "–", note },
        { label: "Replication factor", value: spec ? grouped(spec.replicationFactor) : "–", note },
        {
          label: "On disk",
          value: sizeBytes === null ? "–" : approximateBytes(BigInt(sizeBytes)),
          note: sizeBytes !== null && `${grouped(BigInt(sizeBytes))} B, all replicas`,
        },
        recordsStat(topic),
        writeRateStat(topic),
        {
          label: "Last written",
          value: sizeBytes === null ? "–" : <RelativeTime at={lastWrittenAt} />,
          note: measuredAt !== null && (
            <>
              measured <RelativeTime at={measuredAt} />
            </>
          ),
        },
        costStat(topic.cost),
      ]}
    />
  );
}

/** Offsets are not counted one by one: of a compacted topic, and of transactions, there are fewer records. */
function recordsStat({ records }: TopicView): Stat {
  return {
    label: "Records",
    value: records === null ? "–" : grouped(BigInt(records)),
    note: records !== null && records !== "0" && "at most",
  };
}

function writeRateStat({ observed, recordsPerSecond, bytesPerSecond }: TopicView): Stat {
  const label = "Write rate";
  if (recordsPerSecond === null) return { label, value: "–", note: observed && "known after two measurements" };
  const value = approximateRecordRate(recordsPerSecond);
  if (bytesPerSecond === null) return { label, value };
  return { label, value, note: `${approximateRate(BigInt(Math.round(bytesPerSecond)))} before replication` };
}

function costStat(cost: TopicView["cost"]): Stat {
  const label = "Cost a month";
  if (cost && !cost.priced) return { label, value: "–", note: NO_PRICE };
  if (!cost?.perMonth) return { label, value: "–" };
  return { label, value: inMoney(cost.perMonth, cost.currency), note: "what is on disk, and partitions" };
}

function aboutItems({ team, clusterName, cluster, metadata }: TopicView, transfer: ReactNode): Definition[] {
  const items: (Definition | null | undefined)[] = [
    {
      term: "Owner",
      value: team ? (
        <span className="flex flex-wrap items-center gap-2">
          <TextLink href={`/teams/${team.slug}`}>{team.name}</TextLink>
          {transfer}
        </span>
      ) : (
        <span className="text-ink-3">nobody</span>
      ),
    },
    { term: "Cluster", value: <TextLink href={`/topics?cluster=${cluster}`}>{clusterName}</TextLink> },
    metadata && { term: "Classification", value: metadata.classification },
    metadata && { term: "Contact", value: metadata.contact || <span className="text-ink-3">the owner team’s</span> },
    metadata && { term: "Expected rate", value: expectedRate(metadata.expectedBytesPerSecond) },
    metadata && { term: "Tags", value: <Tags tags={metadata.tags} /> },
  ];
  return items.filter((item) => item !== null && item !== undefined);
}

function expectedRate(bytesPerSecond: number | null): ReactNode {
  if (bytesPerSecond === null) return <span className="text-ink-3">not stated</span>;
  return `${approximateRate(BigInt(bytesPerSecond))} before replication`;
}

function Tags({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return <span className="text-ink-3">none</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {tags.map((tag) => (
        <Tag key={tag}>{tag}</Tag>
      ))}
    </span>
  );
}

function OpenRequests({ topic: { name, openRequests: requests } }: { topic: TopicView }) {
  return (
    <Card>
      <CardHeader title="Open requests" />
      <CardSection>
        <ul className="grid gap-1.5">
          {requests.map(({ id, kind, state }) => (
            <li key={id} className="wrap-anywhere">
              <TextLink href={`/requests/${id}`}>Request {id}</TextLink>{" "}
              <span className="text-ink-2">
                {requestTitleText({ kind, name })},{" "}
                {state === "submitted" ? "waits for a decision" : "approved and not yet applied"}
              </span>
            </li>
          ))}
        </ul>
      </CardSection>
    </Card>
  );
}
