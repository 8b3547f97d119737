import { stopOffsetReset } from "#lib/db/stores/offset-resets";
import { moveRequest, type RequestRecord } from "#lib/db/stores/requests";
import { transition } from "#lib/domain/request";
import { noticeRequestDecided } from "#lib/domain/request-decided-notice";
import { fail } from "#lib/domain/result";
import { type Context, type Handled, succeed } from "../define-command.ts";
import type { RequestEnded } from "../requests/end-request.ts";
import { requestObject } from "../requests/request-subject.ts";

/**
 * Takes back an approved reset of a group's offsets that is not done: one that waits until somebody stops the group's consumers above all. Not while the
 * worker has begun it and nobody saw what became of that.
 */
export async function takeBackReset(
  { actor, db }: Context,
  request: RequestRecord<"group.reset">,
  reason: string,
): Promise<Handled<RequestEnded>> {
  const moved = transition(request.state, { type: "supersede" });
  if (!moved.ok) return moved;
  if (!(await stopOffsetReset(db, request.id))) return fail("conflict", UNDER_WAY);

  await moveRequest(db, request.id, { state: moved.value, outcome: `Taken back by ${actor.name}: ${reason}` });
  const by = { id: actor.userId, name: actor.name };
  return succeed(
    { id: request.id, state: moved.value },
    {
      audit: {
        action: "request.taken-back",
        object: requestObject(request),
        teamId: request.team.id,
        requestId: String(request.id),
        before: { state: request.state },
        after: { state: moved.value },
        reason,
      },
      tell: noticeRequestDecided(request, { state: "superseded", by, reason }),
    },
  );
}

const UNDER_WAY =
  "The worker is setting these offsets, or has set them and not seen it yet: look what became of it first.";
