import type { Connection } from "#lib/db/database";
import { type LockedRequest, moveRequest } from "#lib/db/stores/requests";
import { releaseName } from "#lib/db/stores/topics";
import { type RequestState, transition } from "#lib/domain/request";
import { type Handled, succeed } from "../define-command.ts";
import { requestObject } from "./request-subject.ts";

export type RequestEnded = { id: number; state: RequestState };

/** Ends an undecided request by a person's word and gives its name back. `conflict` when it has ended or was approved. */
export async function endRequest(
  db: Connection,
  request: LockedRequest,
  event: { type: "reject" | "withdraw" },
  reason: string,
): Promise<Handled<RequestEnded>> {
  const moved = transition(request.state, event);
  if (!moved.ok) return moved;

  await moveRequest(db, request.id, { state: moved.value, outcome: reason });
  await releaseName(db, request.id);
  return succeed(
    { id: request.id, state: moved.value },
    {
      audit: {
        action: `request.${moved.value}`,
        object: requestObject(request),
        teamId: request.team.id,
        requestId: String(request.id),
        before: { state: request.state },
        after: { state: moved.value },
        reason: reason === "" ? null : reason,
      },
    },
  );
}
