import { z } from "zod";
import { TopicImportPreview } from "#lib/contract/topic-imports";
import { dryRun } from "../request/dry-run.ts";

/** A refusal in the API's form: a sentence, and fields where there are some. */
const Refused = z.object({ detail: z.string() });

type ImportDryRun = { preview: TopicImportPreview; refused: null } | { preview: null; refused: string };

/** Asks what an import would do: nothing is stored. Throws when nobody answers. */
export async function fetchImportPreview(body: string, signal: AbortSignal): Promise<ImportDryRun> {
  const { accepted, answer } = await dryRun("/topic-imports", body, signal);
  if (accepted) return { preview: TopicImportPreview.parse(answer), refused: null };
  return { preview: null, refused: Refused.parse(answer).detail };
}
