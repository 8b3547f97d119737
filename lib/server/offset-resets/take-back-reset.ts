import { stopOffsetReset } from "#lib/db/stores/offset-resets";
import type { RequestRecord } from "#lib/db/stores/requests";
import { transition } from "#lib/domain/request";
import { fail } from "#lib/domain/result";
import type { Context, Handled } from "../define-command.ts";
import type { RequestEnded } from "../requests/end-request.ts";
import { takeBack } from "../requests/take-back.ts";

/**
 * Takes back an approved reset of a group's offsets that is not done: one that waits until somebody stops the group's consumers above all. Not while the
 * worker has begun it and nobody saw what became of that.
 */
export async function takeBackReset(
  context: Context,
  request: RequestRecord<"group.reset">,
  reason: string,
): Promise<Handled<RequestEnded>> {
  const moved = transition(request.state, { type: "supersede" });
  if (!moved.ok) return moved;
  if (!(await stopOffsetReset(context.db, request.id))) return fail("conflict", UNDER_WAY);

  return takeBack(context, request, { to: moved.value, reason });
}

const UNDER_WAY =
  "The worker is setting these offsets, or has set them and not seen it yet: look what became of it first.";
