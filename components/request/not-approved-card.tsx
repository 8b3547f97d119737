import type { RequestSummary } from "#lib/contract/requests";
import { Card, CardHeader } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { LiveRegion } from "../ui/live-region.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { RequestTitle } from "./request-title.tsx";

export type NotApproved = { request: RequestSummary; detail: string };

/** The requests of a bulk approval that were refused, each with its reason. */
export function NotApprovedCard({ items }: { items: readonly NotApproved[] }) {
  return (
    <LiveRegion>
      {items.length > 0 && (
        <div className="mb-5">
          <Card tone="bad">
            <CardHeader title="Not approved" status={<Chip tone="bad">{items.length} refused</Chip>} />
            <ul>
              {items.map(({ request, detail }) => (
                <li key={request.id} className="border-b border-line px-3.5 py-2.5 last:border-b-0">
                  <TextLink plain href={`/requests/${request.id}`}>
                    <RequestTitle request={request} />
                  </TextLink>{" "}
                  <span className="text-ink-3">
                    #{request.id} on {request.cluster}
                  </span>
                  <p className="text-bad wrap-anywhere">{detail}</p>
                </li>
              ))}
            </ul>
          </Card>
        </div>
      )}
    </LiveRegion>
  );
}
