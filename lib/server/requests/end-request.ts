import { type LockedRequest, moveRequest } from "#lib/db/stores/requests";
import { type RequestState, transition } from "#lib/domain/request";
import { noticeRequestDecided } from "#lib/domain/request-decided-notice";
import { type Context, type Handled, succeed } from "../define-command.ts";
import type { KindOfRequest } from "./request-kind.ts";
import { kindOf } from "./request-kinds.ts";
import { requestObject } from "./request-subject.ts";
import { staleDependents } from "./stale-dependents.ts";

export type RequestEnded = { id: number; state: RequestState };

/**
 * Ends an undecided request by a person's word, and those that waited for it, and gives back what it held. Who asked is told of a rejection.
 * `conflict` when it has ended or was approved.
 */
export async function endRequest(
  { actor, db }: Context,
  request: LockedRequest,
  event: { type: "reject" | "withdraw" },
  reason: string,
): Promise<Handled<RequestEnded>> {
  const moved = transition(request.state, event);
  if (!moved.ok) return moved;

  await moveRequest(db, request.id, { state: moved.value, outcome: reason });
  // The kind and the patch come from the same row.
  const kind = kindOf(request.kind) as KindOfRequest<LockedRequest["kind"]>;
  await kind.release(db, request);
  const ended = {
    action: `request.${moved.value}`,
    object: requestObject(request),
    teamId: request.team.id,
    requestId: String(request.id),
    before: { state: request.state },
    after: { state: moved.value },
    reason: reason === "" ? null : reason,
  };
  const dependents = await staleDependents(db, request.id);
  const by = { id: actor.userId, name: actor.name };
  const told = event.type === "reject" ? noticeRequestDecided(request, { state: "rejected", by, reason }) : [];
  return succeed(
    { id: request.id, state: moved.value },
    { audit: [ended, ...dependents.audit], tell: [...told, ...dependents.tell] },
  );
}
