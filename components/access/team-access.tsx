import { KeyRound } from "lucide-react";
import type { ReactNode } from "react";
import type { AccessEdge, TeamAccess } from "#lib/contract/access";
import { applicationHref } from "../application/application-href.ts";
import { Card, CardHeader } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Tag } from "../ui/tag.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { AccessGraph } from "./access-graph.tsx";
import { GrantedResource } from "./granted-resource.tsx";

type TeamAccessViewProps = {
  team: { slug: string; name: string };
  access: TeamAccess;
  /** The reader belongs to neither the team nor the platform, and sees only what their own teams give or hold. */
  partial: boolean;
};

/** Everything that a team's applications may use, and everything that may use its topics. */
export function TeamAccessView({ team, access: { reaches, reachedBy, capped }, partial }: TeamAccessViewProps) {
  return (
    <div className="grid gap-5">
      {partial && (
        <p className="text-ink-2">
          You see what concerns your own teams. All of it is for members of {team.name}, platform admins and auditors.
        </p>
      )}
      <AccessGraph edges={[...reaches, ...reachedBy]} team={team.slug} />
      <EdgeCard
        title={`What ${team.name}’s applications reach`}
        edges={reaches}
        columns={REACHES}
        empty={`No application of this team ${partial ? "may use a topic of yours" : "was granted access to a topic"}.`}
      />
      <EdgeCard
        title={`What reaches ${team.name}’s topics`}
        edges={reachedBy}
        columns={REACHED_BY}
        empty={`${partial ? "No application of yours" : "Nobody"} was granted access to a topic of this team.`}
      />
      {capped && (
        <p className="text-ink-2">There is more than fits here; an application’s own page has all of its grants.</p>
      )}
    </div>
  );
}

const resource: Column<AccessEdge> = {
  key: "resource",
  header: "Topic",
  rowHeader: true,
  cell: ({ cluster, resource: resourceName, patternType }) => (
    <GrantedResource
      cluster={cluster}
      terms={{ resourceName, patternType: patternType === "PREFIXED" ? "PREFIXED" : "LITERAL" }}
    />
  ),
};
const cluster: Column<AccessEdge> = { key: "cluster", header: "Cluster", cell: (edge) => <Tag>{edge.cluster}</Tag> };
const may: Column<AccessEdge> = { key: "may", header: "May", cell: ({ operation }) => operation };
const ends: Column<AccessEdge> = {
  key: "ends",
  header: "Ends",
  nowrap: true,
  cell: ({ expiresAt }) => <RelativeTime at={expiresAt} />,
};

const REACHES: Column<AccessEdge>[] = [
  resource,
  cluster,
  {
    key: "application",
    header: "Application",
    cell: ({ application }) => (
      <TextLink plain href={applicationHref(application, "access")}>
        {application}
      </TextLink>
    ),
  },
  may,
  { key: "owner", header: "Owner", cell: ({ owner }) => <TeamLink slug={owner} /> },
  ends,
];

const REACHED_BY: Column<AccessEdge>[] = [
  resource,
  cluster,
  { key: "application", header: "Application", cell: ({ application }) => application },
  { key: "team", header: "Of team", cell: ({ applicationTeam }) => <TeamLink slug={applicationTeam} /> },
  may,
  ends,
];

function TeamLink({ slug }: { slug: string }) {
  return (
    <TextLink plain href={`/teams/${slug}`}>
      {slug}
    </TextLink>
  );
}

type EdgeCardProps = {
  title: string;
  edges: readonly AccessEdge[];
  columns: readonly Column<AccessEdge>[];
  empty: ReactNode;
};

function EdgeCard({ title, edges, columns, empty }: EdgeCardProps) {
  return (
    <Card>
      <CardHeader title={title} aside={edges.length > 0 ? `${edges.length}` : undefined} />
      {edges.length === 0 ? (
        <div className="border-t border-line">
          <EmptyState icon={KeyRound} title="None">
            {empty}
          </EmptyState>
        </div>
      ) : (
        <Table caption={title} columns={columns} rows={edges} rowKey={({ grantId }) => grantId} />
      )}
    </Card>
  );
}
