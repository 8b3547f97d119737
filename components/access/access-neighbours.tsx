import type { AccessRequestDetail } from "#lib/contract/access";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type Column, Table } from "../ui/table.tsx";

type Reach = AccessRequestDetail["reach"][number];
type Other = NonNullable<AccessRequestDetail["others"]>[number];

const until = <Row extends { expiresAt: string }>(): Column<Row> => ({
  key: "until",
  header: "Until",
  nowrap: true,
  cell: (row) => <RelativeTime at={row.expiresAt} />,
});

const reachColumns: readonly Column<Reach>[] = [
  { key: "resource", header: "Topic", rowHeader: true, mono: true, cell: (row) => row.resource },
  { key: "operation", header: "May", cell: (row) => row.operation },
  { key: "cluster", header: "Cluster", nowrap: true, cell: (row) => row.cluster },
  { key: "owner", header: "Owner", nowrap: true, cell: (row) => row.owner },
  until(),
];

const otherColumns: readonly Column<Other>[] = [
  { key: "application", header: "Application", rowHeader: true, mono: true, cell: (row) => row.application },
  { key: "team", header: "Team", nowrap: true, cell: (row) => row.team },
  { key: "operation", header: "May", cell: (row) => row.operation },
  until(),
];

/** What else the application can reach, and who else uses what is asked for: what an owner weighs beside the request itself. */
export function AccessNeighbours({ access }: { access: AccessRequestDetail }) {
  const { reach, others, application } = access;

  return (
    <>
      <Card>
        <CardHeader
          title={`What else ${application.slug} can reach`}
          aside={reach.length > 0 && count(reach.length, "grant")}
        />
        {reach.length > 0 ? (
          <Table
            caption={`Live access of ${application.slug}`}
            columns={reachColumns}
            rows={reach}
            rowKey={(row) => `${row.cluster} ${row.resource} ${row.operation} ${row.expiresAt}`}
          />
        ) : (
          <CardSection className="text-ink-2">Nothing: this would be its first access.</CardSection>
        )}
      </Card>
      <Card>
        <CardHeader title="Who else uses it" aside={others && others.length > 0 && count(others.length, "grant")} />
        <Others others={others} />
      </Card>
    </>
  );
}

function Others({ others }: { others: Other[] | null }) {
  if (others === null)
    return <CardSection className="text-ink-2">Who else uses it is for its owner and the platform to see.</CardSection>;
  if (others.length === 0)
    return <CardSection className="text-ink-2">Nobody else has access to it through Headgate.</CardSection>;

  return (
    <Table
      caption="Live access of others to the same"
      columns={otherColumns}
      rows={others}
      rowKey={(row) => `${row.application} ${row.operation} ${row.expiresAt}`}
    />
  );
}

function count(value: number, one: string): string {
  return value === 1 ? `1 ${one}` : `${value} ${one}s`;
}
