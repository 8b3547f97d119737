import { RetryRequest } from "#lib/contract/requests";
import type { Connection } from "#lib/db/database";
import { removalState, retryRemovalNow } from "#lib/db/stores/acl-observations";
import { offsetResetState, retryOffsetResetNow } from "#lib/db/stores/offset-resets";
import type { RequestKind } from "#lib/domain/request-kind";
import { fail } from "#lib/domain/result";
import { defineCommand, succeed } from "../define-command.ts";
import { requestObject, requestSubject } from "../requests/request-subject.ts";

/**
 * Asks the worker to try again what is blocked and belongs to the request itself (a removal of ACLs, a reset of offsets), once the cause is gone.
 * Whoever may ask for it or decide it may.
 */
export const retryRequest = defineCommand({
  name: "retry-request",
  permission: "request.retry",
  input: RetryRequest,
  subject: requestSubject,
  async handle({ db }, { requestId }, { request }) {
    const way = WAYS[request.kind];
    const work = way && request.state === "approved" ? await way.state(db, requestId) : null;
    if (!way || work?.state !== "blocked")
      return fail("conflict", "This request is no removal or reset that is blocked.");

    await way.retry(db, requestId);
    return succeed(
      { id: requestId, state: request.state },
      {
        audit: {
          action: way.action,
          object: requestObject(request),
          teamId: request.team.id,
          requestId: String(requestId),
          before: { state: "blocked", message: work.message },
          after: { state: "pending" },
        },
        wake: [request.cluster],
      },
    );
  },
});

type Way = {
  action: string;
  state(db: Connection, requestId: number): Promise<{ state: string; message: string } | null>;
  retry(db: Connection, requestId: number): Promise<void>;
};

/** What the worker takes from an approved request itself; everything else is tried again where its object is. */
const WAYS: { readonly [Kind in RequestKind]?: Way } = {
  "acl.remove": { action: "acl-removal.retried", state: removalState, retry: retryRemovalNow },
  "group.reset": { action: "offset-reset.retried", state: offsetResetState, retry: retryOffsetResetNow },
};
