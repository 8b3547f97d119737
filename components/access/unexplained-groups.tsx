import type { TopicAccess } from "#lib/contract/access";
import { Card, CardHeader } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type Column, Table } from "../ui/table.tsx";

type Group = TopicAccess["groups"][number];

const columns: readonly Column<Group>[] = [
  { key: "group", header: "Consumer group", rowHeader: true, mono: true, cell: ({ groupId }) => groupId },
  { key: "members", header: "Members now", align: "end", cell: ({ members }) => members ?? "–" },
  {
    key: "active",
    header: "Last active",
    nowrap: true,
    cell: ({ lastActiveAt }) => <RelativeTime at={lastActiveAt} never="no member and no new offset seen" />,
  },
];

type UnexplainedGroupsProps = { groups: readonly Group[]; seenAt: string | null };

/** Groups that hold offsets of a topic though no grant names them. */
export function UnexplainedGroups({ groups, seenAt }: UnexplainedGroupsProps) {
  return (
    <Card>
      <CardHeader
        title="Consumer groups that no grant explains"
        aside={seenAt && <>seen {<RelativeTime at={seenAt} />}</>}
      />
      <Table
        caption="Consumer groups that no grant explains"
        columns={columns}
        rows={groups}
        rowKey={({ groupId }) => groupId}
        empty={
          <EmptyState title="None">
            {seenAt === null
              ? "The cluster was not seen yet, so its groups are not known."
              : "Each group that reads this topic belongs to a grant above."}
          </EmptyState>
        }
      />
    </Card>
  );
}
