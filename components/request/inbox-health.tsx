import type { Inbox } from "#lib/contract/pages";
import { Chip } from "../ui/chip.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { TextLink } from "../ui/text-link.tsx";
import type { Tone } from "../ui/tone.ts";

type Health = Inbox["health"][number];

type CountProps = { href: string; state: string; tone: Tone; count: number };

/** A count of topics in one state, as the way to them; a zero is only a zero. */
function Count({ href, state, tone, count }: CountProps) {
  if (count === 0) return <span className="text-ink-3">0</span>;
  return (
    <TextLink plain href={href}>
      <Chip tone={tone}>
        {count} {state}
      </Chip>
    </TextLink>
  );
}

function topicsHref({ slug }: Health["team"], state: string): string {
  return `/topics?team=${slug}&state=${state}`;
}

const columns: readonly Column<Health>[] = [
  {
    key: "team",
    header: "Team",
    rowHeader: true,
    cell: ({ team }) => (
      <TextLink plain href={`/teams/${team.slug}`}>
        {team.name}
      </TextLink>
    ),
  },
  {
    key: "topics",
    header: "Topics",
    align: "end",
    cell: ({ team, topics }) => (
      <TextLink plain href={`/topics?team=${team.slug}`}>
        {topics}
      </TextLink>
    ),
  },
  {
    key: "ready",
    header: "Ready",
    nowrap: true,
    cell: ({ team, ready }) => <Count href={topicsHref(team, "ready")} state="ready" tone="ok" count={ready} />,
  },
  {
    key: "pending",
    header: "Pending",
    nowrap: true,
    cell: ({ team, pending }) => (
      <Count href={topicsHref(team, "pending")} state="pending" tone="wait" count={pending} />
    ),
  },
  {
    key: "drifted",
    header: "Drifted",
    nowrap: true,
    cell: ({ team, drifted }) => (
      <Count href={`/admin/drift?team=${team.slug}`} state="drifted" tone="warn" count={drifted} />
    ),
  },
  {
    key: "blocked",
    header: "Blocked",
    nowrap: true,
    cell: ({ team, blocked }) => (
      <Count href={topicsHref(team, "blocked")} state="blocked" tone="bad" count={blocked} />
    ),
  },
  {
    key: "stale",
    header: "Stale",
    nowrap: true,
    cell: ({ team, stale }) => (
      <Count href={`/decommission?team=${team.slug}`} state="stale" tone="off" count={stale} />
    ),
  },
];

/** How the topics of one's teams are. */
export function InboxHealth({ health }: { health: Inbox["health"] }) {
  return <Table caption="Health of my teams' topics" rows={health} rowKey={({ team }) => team.id} columns={columns} />;
}
