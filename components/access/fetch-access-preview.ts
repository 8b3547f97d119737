import { AccessPreview } from "#lib/contract/access";
import { dryRunPreview } from "../request/dry-run.ts";

/** Asks what would come of a request for access. */
export function fetchAccessPreview(body: string, signal: AbortSignal): Promise<AccessPreview> {
  return dryRunPreview("/access-requests", AccessPreview, body, signal);
}
