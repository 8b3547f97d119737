import { ClipboardCheck } from "lucide-react";
import type { CampaignView } from "#lib/contract/campaigns";
import type { Action } from "../command/use-command.tsx";
import { Chip } from "../ui/chip.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { AnswerDialog } from "./answer-dialog.tsx";

type Item = CampaignView["items"][number];
type CampaignItemsProps = { campaign: CampaignView; decide: Action<unknown> };

/** Each grant of a recertification, with what was answered or the two answers that this person may give. */
export function CampaignItems({ campaign, decide }: CampaignItemsProps) {
  const columns: Column<Item>[] = [
    {
      key: "who",
      header: "Application",
      rowHeader: true,
      cell: ({ grant: { application } }) => (
        <>
          <span className="font-medium">{application.name}</span>
          <span className="block text-xs text-ink-3">{application.team.name}</span>
        </>
      ),
    },
    {
      key: "what",
      header: "May",
      cell: ({ grant: { terms, cluster } }) => (
        <>
          {terms.operation} <span className="font-mono text-small wrap-anywhere">{terms.resourceName}</span>
          {terms.patternType === "PREFIXED" && " (PREFIXED)"} <span className="text-xs text-ink-3">on {cluster}</span>
        </>
      ),
    },
    { key: "why", header: "Why", cell: ({ grant }) => <span className="wrap-anywhere">{grant.purpose}</span> },
    {
      key: "seen",
      header: "Last seen active",
      cell: ({ grant }) => <RelativeTime at={grant.lastActiveAt} never="never" />,
    },
    { key: "until", header: "Until", cell: ({ grant }) => <RelativeTime at={grant.expiresAt} /> },
    {
      key: "answer",
      header: "Answer",
      cell: (item) => <Answer campaignId={campaign.id} item={item} decide={decide} />,
    },
  ];
  const empty = (
    <EmptyState icon={ClipboardCheck} title="No grant of yours is in it">
      You see the grants that your teams give or hold.
    </EmptyState>
  );
  return (
    <Table
      caption="Grants that are asked about"
      columns={columns}
      rows={campaign.items}
      rowKey={({ grant }) => grant.id}
      empty={empty}
    />
  );
}

function Answer({ campaignId, item, decide }: { campaignId: string; item: Item; decide: Action<unknown> }) {
  const { grant, decision, reason, decidedBy, may } = item;
  if (decision !== null) {
    return (
      <>
        <Chip tone={decision === "keep" ? "ok" : "off"}>{decision === "keep" ? "Kept" : "Ended"}</Chip>
        <span className="block text-xs text-ink-3 wrap-anywhere">
          {decidedBy?.name ?? "nobody answered"}: {reason}
        </span>
      </>
    );
  }
  if (!may.allowed) return <span className="text-ink-3">{may.needed ?? "open"}</span>;

  const about = `${grant.application.name} to ${grant.terms.operation} ${grant.terms.resourceName}`;
  return (
    <span className="flex gap-2">
      {(["keep", "end"] as const).map((choice) => (
        <AnswerDialog key={choice} {...{ choice, campaignId, about, decide }} grantId={grant.id} />
      ))}
    </span>
  );
}
