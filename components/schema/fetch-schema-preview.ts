import { SchemaPreview } from "#lib/contract/schema-requests";
import { dryRunPreview } from "../request/dry-run.ts";

/** Asks what would come of a new version. */
export function fetchSchemaPreview(body: string, signal: AbortSignal): Promise<SchemaPreview> {
  return dryRunPreview("/schema-requests", SchemaPreview, body, signal);
}
