import { z } from "zod";
import { TopicImportPreview } from "#lib/contract/topic-imports";

/** A refusal in the API's form: a sentence, and fields where there are some. */
const Refused = z.object({ detail: z.string() });

type ImportDryRun = { preview: TopicImportPreview; refused: null } | { preview: null; refused: string };

/** Asks what an import would do: nothing is stored. Throws when nobody answers. */
export async function fetchImportPreview(body: string, signal: AbortSignal): Promise<ImportDryRun> {
  const response = await fetch("/api/v1/topic-imports?dryRun=true", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
    signal,
  });
  const answer: unknown = await response.json();
  if (response.ok) return { preview: TopicImportPreview.parse(answer), refused: null };
  return { preview: null, refused: Refused.parse(answer).detail };
}
