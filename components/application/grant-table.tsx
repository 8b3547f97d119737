import { KeyRound } from "lucide-react";
import type { ReactNode } from "react";
import type { GrantView } from "#lib/contract/access";
import { GrantActions, type GrantCommands } from "../access/grant-actions.tsx";
import { GrantChip } from "../access/grant-chip.tsx";
import { GrantTermsCell } from "../access/grant-terms-cell.tsx";
import { GrantedResource } from "../access/granted-resource.tsx";
import { Card, CardHeader } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Tag } from "../ui/tag.tsx";
import { TextLink } from "../ui/text-link.tsx";

type GrantTableProps = {
  grants: readonly GrantView[];
  commands: GrantCommands;
  /** Asks for access; or who could. */
  ask: ReactNode;
};

const columns = (commands: GrantCommands): Column<GrantView>[] => [
  { key: "topic", header: "Topic", rowHeader: true, cell: (grant) => <Resource grant={grant} /> },
  { key: "may", header: "May", cell: ({ terms }) => <GrantTermsCell terms={terms} /> },
  {
    key: "owner",
    header: "Owner",
    cell: ({ owner }) => (
      <TextLink plain href={`/teams/${owner.slug}`}>
        {owner.slug}
      </TextLink>
    ),
  },
  { key: "state", header: "State", cell: (grant) => <GrantChip grant={grant} /> },
  {
    key: "ends",
    header: "Ends",
    nowrap: true,
    cell: (grant) => <RelativeTime at={grant.endedAt ?? grant.expiresAt} />,
  },
  { key: "active", header: "Last seen active", nowrap: true, cell: (grant) => <LastActive grant={grant} /> },
  {
    key: "actions",
    header: <span className="sr-only">Actions</span>,
    align: "end",
    cell: (grant) => <GrantActions grant={grant} commands={commands} />,
  },
];

/** What an application was granted: live grants first, then those that ended lately. */
export function GrantTable({ grants, commands, ask }: GrantTableProps) {
  const live = grants.filter(({ state }) => state !== "ended").length;

  return (
    <Card>
      <CardHeader title="Grants" aside={`${live} live`} />
      <Table
        caption="Grants"
        columns={columns(commands)}
        rows={grants}
        rowKey={({ id }) => id}
        empty={
          <EmptyState icon={KeyRound} title="No access yet" action={ask}>
            Access to a topic is asked for, decided by the topic’s owner, and ends on a date.
          </EmptyState>
        }
      />
    </Card>
  );
}

function Resource({ grant: { cluster, terms, requestId, purpose } }: { grant: GrantView }) {
  return (
    <span className="grid gap-0.5">
      <span>
        <GrantedResource cluster={cluster} terms={terms} /> <Tag>{cluster}</Tag>
      </span>
      <span className="text-xs font-normal text-ink-3 wrap-anywhere">
        “{purpose}” ·{" "}
        <TextLink plain href={`/requests/${requestId}`}>
          request {requestId}
        </TextLink>
      </span>
    </span>
  );
}

/** Brokers tell of groups only: who produces leaves no trace there. */
function LastActive({ grant: { terms, lastActiveAt } }: { grant: GrantView }) {
  if (terms.operation === "produce") return <span className="text-ink-3">not known of producers</span>;
  return <RelativeTime at={lastActiveAt} never="never seen" />;
}
