"use client";

import type { RequestSummary } from "#lib/contract/requests";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { ScrollRegion } from "../ui/scroll-region.tsx";
import { TextArea } from "../ui/text-area.tsx";
import { RiskChip } from "./request-chips.tsx";
import { RequestTitle } from "./request-title.tsx";

type BulkApproveDialogProps = {
  requests: readonly RequestSummary[];
  /** Answers why nothing was done, or nothing. */
  approve: (comment: string) => Promise<string | undefined>;
};

/** Says what will happen to each chosen request before it is approved. */
export function BulkApproveDialog({ requests, approve }: BulkApproveDialogProps) {
  const count = requests.length === 1 ? "1 request" : `${requests.length} requests`;

  return (
    <ConfirmDialog
      trigger={
        <Button variant="primary" disabled={requests.length === 0}>
          {requests.length === 0 ? "Approve selected" : `Approve ${count}`}
        </Button>
      }
      title={`Approve ${count}?`}
      description="Each is approved for itself, with the plan as it stands in this list. One that is refused does not stop the others. Where your team is asked as a reader, it is your acknowledgement."
      confirmLabel={`Approve ${count}`}
      tone="primary"
      onConfirm={(form) => approve(String(form.get("comment") ?? ""))}
    >
      <ScrollRegion label="What will be approved" size="low">
        <ul className="grid gap-2">
          {requests.map((request) => (
            <li key={request.id} className="rounded border border-line px-3 py-2">
              <div className="wrap-anywhere">
                <RequestTitle request={request} /> on {request.cluster}
              </div>
              <div className="flex flex-wrap items-center gap-x-2 text-small text-ink-2">
                Request {request.id}, {request.requester.name} for {request.askingTeam.slug}{" "}
                <RiskChip risk={request.risk} />
              </div>
            </li>
          ))}
        </ul>
      </ScrollRegion>
      <TextArea label="Comment" name="comment" rows={2} optional hint="Stored with each of these approvals." />
    </ConfirmDialog>
  );
}
