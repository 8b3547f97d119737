import { z } from "zod";

/** What the API would say to a request, not yet read. */
type DryRun = { accepted: boolean; answer: unknown };

/**
 * Asks what would come of a request: nothing is stored. A query by fetch and not a server action, because those queue up per client and cannot be
 * aborted.
 * @param path the operation's, below /api/v1
 */
export async function dryRun(path: string, body: string, signal: AbortSignal): Promise<DryRun> {
  const response = await fetch(`/api/v1${path}?dryRun=true`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
    signal,
  });
  return { accepted: response.ok, answer: await response.json() };
}

/**
 * The judgement of a request; where fields are wrong in themselves, that of the rest. Throws when there is none to show (signed out, too many
 * questions, no connection).
 */
export async function dryRunPreview<Preview>(
  path: string,
  preview: z.ZodType<Preview>,
  body: string,
  signal: AbortSignal,
): Promise<Preview> {
  const { accepted, answer } = await dryRun(path, body, signal);
  return accepted ? preview.parse(answer) : z.object({ preview }).parse(answer).preview;
}
