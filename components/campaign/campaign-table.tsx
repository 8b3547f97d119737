import { ClipboardCheck } from "lucide-react";
import type { CampaignRow } from "#lib/contract/campaigns";
import { Chip } from "../ui/chip.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { TextLink } from "../ui/text-link.tsx";

const COLUMNS: Column<CampaignRow>[] = [
  {
    key: "title",
    header: "Recertification",
    rowHeader: true,
    cell: ({ id, title, createdBy }) => (
      <>
        <TextLink plain href={`/campaigns/${id}`} className="font-medium wrap-anywhere">
          {title}
        </TextLink>
        <span className="block text-xs text-ink-3">opened by {createdBy.name}</span>
      </>
    ),
  },
  { key: "team", header: "Grants of", cell: ({ team }) => team?.name ?? "everybody" },
  { key: "state", header: "State", cell: (campaign) => <CampaignChip campaign={campaign} /> },
  { key: "undecided", header: "Open", align: "end", cell: ({ undecided, total }) => `${undecided} of ${total}` },
  { key: "kept", header: "Kept", align: "end", cell: ({ kept }) => kept },
  { key: "ended", header: "Ended", align: "end", cell: ({ ended }) => ended },
  { key: "due", header: "Until", nowrap: true, cell: ({ dueAt }) => <RelativeTime at={dueAt} /> },
];

/** Whether a recertification still waits for answers. */
export function CampaignChip({ campaign }: { campaign: Pick<CampaignRow, "closedAt" | "undecided"> }) {
  if (campaign.closedAt !== null) return <Chip tone="ok">Closed</Chip>;
  return <Chip tone="wait">{campaign.undecided} to answer</Chip>;
}

/** Recertifications, newest first. */
export function CampaignTable({ campaigns }: { campaigns: readonly CampaignRow[] }) {
  const empty = (
    <EmptyState icon={ClipboardCheck} title="No recertification that concerns you">
      An owner or the platform opens one to ask, grant by grant, whether access is still needed. Silence ends it.
    </EmptyState>
  );
  return <Table caption="Recertifications" columns={COLUMNS} rows={campaigns} rowKey={({ id }) => id} empty={empty} />;
}
