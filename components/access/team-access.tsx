import { EyeOff, KeyRound } from "lucide-react";
import type { ReactNode } from "react";
import type { AccessEdge, TeamAccess } from "#lib/contract/access";
import { applicationHref } from "../application/application-href.ts";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Tag } from "../ui/tag.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { AccessGraph } from "./access-graph.tsx";
import { GrantedResource } from "./granted-resource.tsx";

type TeamAccessViewProps = { team: { slug: string; name: string }; access: TeamAccess };

/** Everything that a team's applications may use, and everything that may use its topics. */
export function TeamAccessView({ team, access: { reaches, reachedBy, capped } }: TeamAccessViewProps) {
  return (
    <div className="grid gap-5">
      <AccessGraph edges={[...reaches, ...reachedBy]} team={team.slug} />
      <EdgeCard
        title={`What ${team.name}’s applications reach`}
        edges={reaches}
        columns={REACHES}
        empty="No application of this team was granted access to a topic."
      />
      <EdgeCard
        title={`What reaches ${team.name}’s topics`}
        edges={reachedBy}
        columns={REACHED_BY}
        empty="Nobody was granted access to a topic of this team."
      />
      {capped && (
        <p className="text-ink-2">There is more than fits here; an application’s own page has all of its grants.</p>
      )}
    </div>
  );
}

/** For who belongs to neither side. */
export function TeamAccessHidden({ needed }: { needed: string }) {
  return (
    <Card>
      <EmptyState icon={EyeOff} title="You may not see these">
        {needed}
      </EmptyState>
    </Card>
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
        <CardSection>
          <EmptyState icon={KeyRound} title="None">
            {empty}
          </EmptyState>
        </CardSection>
      ) : (
        <Table caption={title} columns={columns} rows={edges} rowKey={({ grantId }) => grantId} />
      )}
    </Card>
  );
}
