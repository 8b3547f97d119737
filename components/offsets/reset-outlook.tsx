import { Ban } from "lucide-react";
import type { OffsetResetPreview } from "#lib/contract/offset-resets";
import { movedOffsets } from "#lib/domain/group-offsets";
import { grouped } from "#lib/domain/quantity";
import { Button } from "../ui/button.tsx";
import { Chip } from "../ui/chip.tsx";
import { LiveRegion } from "../ui/live-region.tsx";
import type { ResetLook } from "./look-at-reset.ts";
import { OffsetRows } from "./offset-rows.tsx";

type ResetOutlookProps = {
  /** What would come of the target as it stands; null until somebody looked. */
  look: ResetLook | null;
  /** What was seen for the target before: where the group is stays true. */
  before: ResetLook | null;
  pending: boolean;
  failed: boolean;
  again: () => void;
};

/** What would come of a reset as the cluster stands: partition by partition, how much is read again or skipped, and who decides. */
export function ResetOutlook({ look, before, pending, failed, again }: ResetOutlookProps) {
  const preview = previewIn(look);
  const seen = (preview ?? previewIn(pending ? before : null))?.seen;
  const refusal = failed ? "Headgate could not be reached." : look && "refusal" in look ? look.refusal : null;
  const problems = preview ? [...preview.errors, ...preview.conflicts].map(({ message }) => message) : [];
  const told = [...(refusal === null ? [] : [refusal]), ...problems];
  const rows = seen ? movedOffsets(seen) : [];

  return (
    <div className="grid gap-2" aria-busy={pending}>
      <LiveRegion>
        {told.map((message) => (
          <p key={message} className="wrap-anywhere">
            <Chip tone="bad" icon={Ban}>
              not now
            </Chip>{" "}
            {message}
          </p>
        ))}
        {told.length === 0 && <p className="text-ink-2">{inWords(preview, pending)}</p>}
      </LiveRegion>
      {rows.length > 0 && <OffsetRows caption="Offsets before and after" rows={rows} waiting={preview === null} />}
      {preview && preview.requiredApprovals.length > 0 && problems.length === 0 && (
        <p className="text-small text-ink-3">
          To be approved by {preview.requiredApprovals.map(({ slot }) => slot.label).join(" and ")}.
        </p>
      )}
      <div>
        <Button size="small" pending={pending} onClick={again}>
          Look again
        </Button>
      </div>
    </div>
  );
}

function previewIn(look: ResetLook | null): OffsetResetPreview | null {
  return look && "preview" in look ? look.preview : null;
}

function inWords(preview: OffsetResetPreview | null, pending: boolean): string {
  if (!preview?.totals) return pending ? "The worker looks at the group." : "Say where the group is to go on.";
  const { again, skipped } = preview.totals;
  return `${records(again)} read again, ${records(skipped)} skipped.`;
}

function records(count: string): string {
  return count === "1" ? "1 record is" : `${grouped(BigInt(count))} records are`;
}
