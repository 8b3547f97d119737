import type { Inbox } from "#lib/contract/pages";
import { Chip } from "../ui/chip.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { TextLink } from "../ui/text-link.tsx";
import type { Tone } from "../ui/tone.ts";

type Health = Inbox["health"][number];

/** A count of topics in one state, as the way to them; a zero is only a zero. */
function Count({ team, state, tone, count }: { team: string; state: string; tone: Tone; count: number }) {
  if (count === 0) return <span className="text-ink-3">0</span>;
  return (
    <TextLink plain href={`/topics?team=${team}&state=${state}`}>
      <Chip tone={tone}>
        {count} {state}
      </Chip>
    </TextLink>
  );
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
    cell: ({ team, ready }) => <Count team={team.slug} state="ready" tone="ok" count={ready} />,
  },
  {
    key: "pending",
    header: "Pending",
    nowrap: true,
    cell: ({ team, pending }) => <Count team={team.slug} state="pending" tone="wait" count={pending} />,
  },
  {
    key: "drifted",
    header: "Drifted",
    nowrap: true,
    cell: ({ team, drifted }) => <Count team={team.slug} state="drifted" tone="warn" count={drifted} />,
  },
  {
    key: "blocked",
    header: "Blocked",
    nowrap: true,
    cell: ({ team, blocked }) => <Count team={team.slug} state="blocked" tone="bad" count={blocked} />,
  },
];

/** How the topics of one's teams are. */
export function InboxHealth({ health }: { health: Inbox["health"] }) {
  return <Table caption="Health of my teams' topics" rows={health} rowKey={({ team }) => team.id} columns={columns} />;
}
