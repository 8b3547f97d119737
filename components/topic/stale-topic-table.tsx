import type { ReactNode } from "react";
import type { Decommission } from "#lib/contract/decommission";
import { approximateBytes } from "#lib/domain/quantity";
import { formatDate } from "../ui/format-relative.ts";
import { LinkButton } from "../ui/link-button.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { blockInWords } from "./decommission-words.ts";
import { StepChip } from "./step-chip.tsx";
import { topicHref } from "./topic-href.ts";

const columns: readonly Column<Decommission>[] = [
  {
    key: "topic",
    header: "Topic",
    rowHeader: true,
    cell: ({ cluster, name }) => (
      <>
        <TextLink mono plain href={topicHref(cluster, name)}>
          {name}
        </TextLink>
        <div className="text-small text-ink-3">on {cluster}</div>
      </>
    ),
  },
  // How it stands comes early: on a narrow screen the rest scrolls.
  { key: "step", header: "Step", cell: (row) => <Step topic={row} /> },
  {
    key: "team",
    header: "Team",
    nowrap: true,
    cell: ({ team }) => (
      <TextLink plain href={`/teams/${team.slug}`}>
        {team.slug}
      </TextLink>
    ),
  },
  {
    key: "quiet",
    header: "Quiet since",
    nowrap: true,
    cell: ({ quietSince }) =>
      quietSince ? <RelativeTime at={quietSince} /> : <span className="text-ink-3">not known</span>,
  },
  {
    key: "size",
    header: "Size",
    align: "end",
    nowrap: true,
    cell: ({ sizeBytes }) => (sizeBytes === null ? "–" : approximateBytes(BigInt(sizeBytes))),
  },
  {
    key: "next",
    header: <span className="sr-only">Next step</span>,
    nowrap: true,
    cell: ({ cluster, name }) => (
      <LinkButton
        size="small"
        href={topicHref(cluster, name, "decommission")}
        aria-label={`Steps of ${name} on ${cluster}`}
      >
        Steps
      </LinkButton>
    ),
  },
];

function Step({ topic }: { topic: Decommission }) {
  const { step, ending, block, request } = topic;
  const written = step === "announced" && ending && `written until ${formatDate(new Date(ending.at))}`;
  const words = written || (step === "blocked" && block && blockInWords(block).text);
  return (
    <div className="grid min-w-44 justify-items-start gap-1">
      <StepChip topic={topic} />
      {words && <span className="text-small text-ink-2">{words}</span>}
      {request && (
        <TextLink href={`/requests/${request.id}`} className="text-small">
          Request {request.id} to {request.kind === "topic.block" ? "block" : "delete"} it
        </TextLink>
      )}
    </div>
  );
}

/** Topics that nobody seems to need, each with how far it is on its way out. */
export function StaleTopicTable({ topics, empty }: { topics: readonly Decommission[]; empty: ReactNode }) {
  return (
    <Table
      caption="Stale topics and topics on their way out"
      columns={columns}
      rows={topics}
      rowKey={({ cluster, name }) => `${cluster} ${name}`}
      empty={empty}
    />
  );
}
