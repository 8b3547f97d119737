import type { OffsetResetDetail } from "#lib/contract/offset-resets";
import type { Connection } from "#lib/db/database";
import { offsetResetState } from "#lib/db/stores/offset-resets";
import type { RequestState } from "#lib/domain/request";
import type { OffsetResetPatch } from "#lib/domain/request-kind";

/**
 * What a request for a group's offsets shows beside its plan: where the group stood and stands, as the worker recorded it. What was taken back waits for
 * nothing any more.
 */
export async function resetParticulars(
  db: Connection,
  request: { id: number; state: RequestState },
  patch: OffsetResetPatch,
): Promise<OffsetResetDetail> {
  const recorded = request.state === "superseded" ? null : await offsetResetState(db, request.id);
  return { ...patch, ...(recorded ?? { state: null, message: "", before: null, after: null }) };
}
