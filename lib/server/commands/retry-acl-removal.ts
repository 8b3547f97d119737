import { RetryAclRemoval } from "#lib/contract/access";
import { removalState, retryRemovalNow } from "#lib/db/stores/acl-observations";
import { fail } from "#lib/domain/result";
import { defineCommand, succeed } from "../define-command.ts";
import { requestObject, requestSubject } from "../requests/request-subject.ts";

/** Asks the worker to try a blocked removal of ACLs again, once the cause is gone. Whoever asked for it may, and the platform. */
export const retryAclRemoval = defineCommand({
  name: "retry-acl-removal",
  permission: "acl.request-removal",
  input: RetryAclRemoval,
  async subject(db, input) {
    const loaded = await requestSubject(db, input);
    return loaded && { ...loaded, subject: { ...loaded.subject, teamId: loaded.request.askingTeam.id } };
  },
  async handle({ db }, { requestId }, { request }) {
    const removal = request.kind === "acl.remove" ? await removalState(db, requestId) : null;
    if (removal?.state !== "blocked") return fail("conflict", "This request is no removal that is blocked.");

    await retryRemovalNow(db, requestId);
    return succeed(
      { id: requestId, state: request.state },
      {
        audit: {
          action: "acl-removal.retried",
          object: requestObject(request),
          teamId: request.team.id,
          requestId: String(requestId),
          before: { state: "blocked", message: removal.message },
          after: { state: "pending" },
        },
        wake: [request.cluster],
      },
    );
  },
});
