import { type LockedRequest, moveRequest } from "#lib/db/stores/requests";
import type { RequestState } from "#lib/domain/request";
import { noticeRequestDecided } from "#lib/domain/request-decided-notice";
import { type Context, type Handled, succeed } from "../define-command.ts";
import type { RequestEnded } from "./end-request.ts";
import { requestObject } from "./request-subject.ts";

/** What a taking back is on record with, beyond the state that it ends in. */
type TakenBack = { to: RequestState; reason: string; before?: object; after?: object; wake?: string[] };

/** Ends an approved request by a person's word, once whatever it would have done was stopped; who asked is told. */
export async function takeBack(
  { actor, db }: Context,
  request: LockedRequest,
  { to, reason, before = {}, after = {}, wake = [] }: TakenBack,
): Promise<Handled<RequestEnded>> {
  await moveRequest(db, request.id, { state: to, outcome: `Taken back by ${actor.name}: ${reason}` });
  const by = { id: actor.userId, name: actor.name };
  return succeed(
    { id: request.id, state: to },
    {
      audit: {
        action: "request.taken-back",
        object: requestObject(request),
        teamId: request.team.id,
        requestId: String(request.id),
        before: { state: request.state, ...before },
        after: { state: to, ...after },
        reason,
      },
      wake,
      tell: noticeRequestDecided(request, { state: "superseded", by, reason }),
    },
  );
}
