import { Radio } from "lucide-react";
import type { ReactNode } from "react";
import type { TopicGroup, TopicGroupPage } from "#lib/contract/topic-groups";
import { approximateDuration, approximateRecordRate, grouped } from "#lib/domain/quantity";
import { applicationHref } from "../application/application-href.ts";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { Chip, type Tone } from "../ui/chip.tsx";
import { CursorPager } from "../ui/cursor-pager.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Sparkline } from "../ui/sparkline.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { TextLink } from "../ui/text-link.tsx";

type TopicConsumersProps = {
  page: TopicGroupPage;
  /** The address of this list; `cursor` holds its place. */
  path: string;
  params: Readonly<Record<string, string | undefined>>;
  /** What this person may do with a group. */
  actionsOf?: (groupId: string) => ReactNode;
};

/** Who consumes a topic and how far behind: groups with their partitions, and how it went over a day. */
export function TopicConsumers({ page, path, params, actionsOf }: TopicConsumersProps) {
  const { items, nextCursor, readAt } = page;

  return (
    <div className="grid gap-3">
      <Card>
        <CardHeader
          title="Consumer groups"
          aside={
            readAt && (
              <>
                seen <RelativeTime at={readAt} />
              </>
            )
          }
        />
        <Table
          caption="Consumer groups"
          columns={actionsOf ? [...columns, actionColumn(actionsOf)] : columns}
          rows={items}
          rowKey={({ groupId }) => groupId}
          empty={<NoGroups page={page} paged={params.cursor !== undefined} />}
          tall
        />
        {items.length > 0 && <Footnotes page={page} />}
      </Card>
      <CursorPager path={path} params={params} nextCursor={nextCursor} shown={items.length} />
    </div>
  );
}

/** How the times are known, and what is not shown. */
function Footnotes({ page: { sight, groupCount, recordsPerSecond } }: { page: TopicGroupPage }) {
  return (
    <CardSection className="grid gap-1 text-small text-ink-3">
      <p>{aboutTimes(recordsPerSecond)}</p>
      {sight === "own" && <p>{groupsRead(groupCount)} this topic in all; you see those of your teams.</p>}
    </CardSection>
  );
}

function aboutTimes(recordsPerSecond: number | null): string {
  if (recordsPerSecond === null) return "What a lag is in time is told once the topic was measured twice.";
  if (recordsPerSecond === 0) return "The topic is not written now, so nobody can tell what a lag is in time.";
  const rate = approximateRecordRate(recordsPerSecond);
  return `Times are estimates: the lag at the rate at which the topic is written now, ${rate}.`;
}

function groupsRead(count: number): string {
  return count === 1 ? "1 group reads" : `${grouped(count)} groups read`;
}

const columns: readonly Column<TopicGroup>[] = [
  {
    key: "group",
    header: "Group",
    rowHeader: true,
    cell: ({ groupId, type }) => (
      <>
        <span className="font-mono text-small wrap-anywhere">{groupId}</span>
        {type !== null && type !== "classic" && <span className="block text-xs text-ink-3">{type} protocol</span>}
      </>
    ),
  },
  {
    key: "owner",
    header: "Whose",
    cell: (group) => (
      <div className="min-w-32">
        <Whose group={group} />
      </div>
    ),
  },
  { key: "state", header: "State", cell: (group) => <GroupState group={group} /> },
  { key: "lag", header: "Lag", cell: (group) => <Lag group={group} /> },
  { key: "history", header: "Last 24 h", cell: ({ history, lag }) => <LagLine lags={[...history.lags, lag]} /> },
  {
    key: "active",
    header: "Last active",
    nowrap: true,
    cell: ({ lastActiveAt }) => <RelativeTime at={lastActiveAt} />,
  },
];

function actionColumn(actionsOf: (groupId: string) => ReactNode): Column<TopicGroup> {
  return {
    key: "actions",
    header: <span className="sr-only">Actions</span>,
    align: "end",
    cell: ({ groupId }) => actionsOf(groupId),
  };
}

/** By grant; without one, in whose namespace the name is. */
function Whose({ group: { applications, team } }: { group: TopicGroup }) {
  const of = team && (
    <>
      {" "}
      <span className="text-ink-3">
        of <TextLink href={`/teams/${team.slug}`}>{team.name}</TextLink>
      </span>
    </>
  );
  if (applications.length === 0)
    return (
      <>
        <Chip tone="warn">no grant</Chip>
        {of}
      </>
    );
  return (
    <>
      {applications.map(({ slug, name }, index) => (
        <span key={slug}>
          {index > 0 && ", "}
          <TextLink href={applicationHref(slug)}>{name}</TextLink>
        </span>
      ))}
      {of}
    </>
  );
}

const TONES: Record<string, Tone> = { Stable: "ok", Empty: "off", Dead: "off" };

/** A group without members that is behind falls further behind: that one is to be looked at. */
function GroupState({ group: { state, members, lag } }: { group: TopicGroup }) {
  if (state === null) return <span className="text-ink-3">not known</span>;
  const left = state === "Empty" && lag !== null && lag !== "0";
  return (
    <>
      <Chip tone={left ? "warn" : (TONES[state] ?? "wait")}>{state}</Chip>
      {members !== null && (
        <span className="block text-xs whitespace-nowrap text-ink-3">
          {members === 1 ? "1 member" : `${grouped(members)} members`}
        </span>
      )}
    </>
  );
}

function Lag({ group: { groupId, lag, lagMs, partitions } }: { group: TopicGroup }) {
  return (
    <div className="grid justify-items-start gap-0.5">
      <span className="tabular-nums">{lag === null ? "not known" : records(lag)}</span>
      {lagMs !== null && lagMs > 0 && (
        <span className="text-xs whitespace-nowrap text-ink-3">about {approximateDuration(BigInt(lagMs))}</span>
      )}
      <Disclosure
        summary={
          <>
            {partitions.length === 1 ? "1 partition" : `${grouped(partitions.length)} partitions`}
            <span className="sr-only"> of {groupId}</span>
          </>
        }
      >
        <ul className="grid gap-0.5 text-xs whitespace-nowrap text-ink-2 tabular-nums">
          {partitions.map((one) => (
            <li key={one.partition}>
              {one.partition}: at {grouped(BigInt(one.committed))},{" "}
              {one.lag === null ? "end not known" : `${records(one.lag)} behind`}
            </li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}

/** A line from nothing known would be an empty box. */
function LagLine({ lags }: { lags: readonly (string | null)[] }) {
  if (lags.every((lag) => lag === null)) return <span className="text-ink-3">not known</span>;
  return (
    <Sparkline
      values={lags.map((lag) => (lag === null ? null : Number(lag)))}
      label="Records behind over the last 24 h"
      format={grouped}
    />
  );
}

function records(count: string): string {
  return count === "1" ? "1 record" : `${grouped(BigInt(count))} records`;
}

function NoGroups({ page: { sight, groupCount, readAt }, paged }: { page: TopicGroupPage; paged: boolean }) {
  if (readAt === null)
    return <EmptyState title="Not known yet">The groups of this cluster were not read yet.</EmptyState>;
  if (groupCount === 0)
    return (
      <EmptyState icon={Radio} title="No consumer group">
        No group has committed an offset on this topic. One is seen within a minute of its first commit; a program that
        reads without a group never is.
      </EmptyState>
    );
  if (paged && sight !== "none")
    return <EmptyState title="No more groups">The list has become shorter since this address was made.</EmptyState>;
  return (
    <EmptyState icon={Radio} title="None of your teams’ groups">
      {groupsRead(groupCount)} this topic. The owner’s side and the platform see which.
    </EmptyState>
  );
}
