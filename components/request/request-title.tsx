import type { RequestSummary, RequestView } from "#lib/contract/requests";
import { requestTitle } from "./request-words.ts";

type RequestTitleProps = { request: Pick<RequestSummary, "kind" | "name"> & Partial<Pick<RequestView, "access">> };

/** What is asked, as a heading: `Create orders.order-placed.v1`, `analytics-reports asks to consume orders.order-placed.v1`. */
export function RequestTitle({ request }: RequestTitleProps) {
  const { before, name, after } = requestTitle(request);
  return (
    <>
      {before} <span className="font-mono text-[0.93em]">{name}</span>
      {after && ` ${after}`}
    </>
  );
}
