import { z } from "zod";
import { OffsetResetPreview } from "#lib/contract/offset-resets";
import { dryRun } from "../request/dry-run.ts";
import { askProbe } from "../schema/ask-probe.ts";

const Refused = z.object({ detail: z.string(), preview: OffsetResetPreview.optional() });

/** What would come of a reset, or why nobody can tell. */
export type ResetLook = { preview: OffsetResetPreview } | { refusal: string };

/**
 * Has the worker look at a group, and the rules judge what it saw. Nothing is stored but the look.
 * @param question the body of the request: whose group, where, and where it is to go on
 * @throws the signal's reason when it is aborted
 */
export async function lookAtReset(question: string, signal: AbortSignal): Promise<ResetLook> {
  const seen = await askProbe("/api/v1/offset-probes", JSON.parse(question), signal).catch((error: unknown) => {
    signal.throwIfAborted();
    return { state: "failed" as const, message: error instanceof Error ? error.message : "Nobody answered." };
  });
  if (seen.state !== "answered") return { refusal: seen.message };

  const { accepted, answer } = await dryRun("/offset-resets", question, signal);
  if (accepted) return { preview: OffsetResetPreview.parse(answer) };
  const { detail, preview } = Refused.parse(answer);
  return preview ? { preview } : { refusal: detail };
}
