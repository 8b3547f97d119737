import type { RequestSummary } from "#lib/contract/requests";
import { requestVerb } from "./request-status.ts";

/** What is asked, as a heading: `Create orders.order-placed.v1`. */
export function RequestTitle({ request }: { request: Pick<RequestSummary, "kind" | "name"> }) {
  return (
    <>
      {requestVerb(request.kind)} <span className="font-mono text-[0.93em]">{request.name}</span>
    </>
  );
}
