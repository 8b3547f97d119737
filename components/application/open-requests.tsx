import type { ApplicationSeen } from "#lib/contract/applications";
import { RequestChip } from "../request/request-chips.tsx";
import { requestTitle } from "../request/request-words.ts";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { TextLink } from "../ui/text-link.tsx";

type OpenRequestsProps = { requests: ApplicationSeen["openRequests"] };

/** What was asked for and is not done; nothing where nothing is open. */
export function OpenRequests({ requests }: OpenRequestsProps) {
  if (requests.length === 0) return null;

  return (
    <Card tone="wait">
      <CardHeader title="Open requests" aside={requests.length} />
      <CardSection>
        <ul className="grid gap-2">
          {requests.map((request) => (
            <OpenRequest key={request.id} request={request} />
          ))}
        </ul>
      </CardSection>
    </Card>
  );
}

const NOT_KNOWN = { step: null, since: null, message: "", verifiedAt: null };

function OpenRequest({ request }: { request: ApplicationSeen["openRequests"][number] }) {
  const { before, name, after } = requestTitle(request);
  return (
    <li className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
      <span className="min-w-0 wrap-anywhere">
        <TextLink href={`/requests/${request.id}`}>Request {request.id}</TextLink>: {before}{" "}
        <span className="font-mono text-[0.93em]">{name}</span> {after}
      </span>
      <RequestChip request={{ state: request.state, progress: NOT_KNOWN }} />
    </li>
  );
}
