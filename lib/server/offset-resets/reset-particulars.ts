import type { OffsetResetDetail } from "#lib/contract/offset-resets";
import type { Connection } from "#lib/db/database";
import { offsetResetState } from "#lib/db/stores/offset-resets";
import type { OffsetResetPatch } from "#lib/domain/request-kind";

/** What a request for a group's offsets shows beside its plan: where the group stood and stands, as the worker recorded it. */
export async function resetParticulars(
  db: Connection,
  requestId: number,
  patch: OffsetResetPatch,
): Promise<OffsetResetDetail> {
  const recorded = await offsetResetState(db, requestId);
  return { ...patch, ...(recorded ?? { state: null, message: "", before: null, after: null }) };
}
