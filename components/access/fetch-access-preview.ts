import { z } from "zod";
import { AccessPreview } from "#lib/contract/access";

/** The answer where fields are wrong in themselves: a problem, with the judgement of the rest. */
const Refused = z.object({ preview: AccessPreview });

/**
 * Asks what would come of a request for access: nothing is stored. A query by fetch and not a server action, because those queue up per
 * client and cannot be aborted. Throws when there is no judgement to show.
 */
export async function fetchAccessPreview(body: string, signal: AbortSignal): Promise<AccessPreview> {
  const response = await fetch("/api/v1/access-requests?dryRun=true", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
    signal,
  });
  const answer: unknown = await response.json();
  return response.ok ? AccessPreview.parse(answer) : Refused.parse(answer).preview;
}
