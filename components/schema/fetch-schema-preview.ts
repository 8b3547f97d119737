import { z } from "zod";
import { SchemaPreview } from "#lib/contract/schema-requests";

/** The answer where fields are wrong in themselves: a problem, with the judgement of the rest. */
const Refused = z.object({ preview: SchemaPreview });

/**
 * Asks what would come of a new version: nothing is stored. A query by fetch and not a server action, because those queue up per client and cannot be
 * aborted. Throws when there is no judgement to show.
 */
export async function fetchSchemaPreview(body: string, signal: AbortSignal): Promise<SchemaPreview> {
  const response = await fetch("/api/v1/schema-requests?dryRun=true", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
    signal,
  });
  const answer: unknown = await response.json();
  return response.ok ? SchemaPreview.parse(answer) : Refused.parse(answer).preview;
}
