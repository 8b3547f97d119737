import type { Connection } from "#lib/db/database";
import { lockDependents, moveRequest } from "#lib/db/stores/requests";
import { transition } from "#lib/domain/request";
import type { AuditDraft } from "../define-command.ts";
import { requestObject } from "./request-subject.ts";

/**
 * Ends the requests that wait for one that will never be approved; nothing else could become of them. They hold nothing of their own. Answers
 * what the trail says.
 */
export async function staleDependents(db: Connection, requestId: number): Promise<AuditDraft[]> {
  const drafts: AuditDraft[] = [];
  for (const { id, name, teamId } of await lockDependents(db, requestId)) {
    const moved = transition("submitted", { type: "become-stale" });
    if (!moved.ok) throw new Error("The table of states does not know how a submitted request becomes stale.");
    const outcome = `Request ${requestId}, which it waited for, was not approved.`;
    await moveRequest(db, id, { state: moved.value, outcome });
    const change = { before: { state: "submitted" }, after: { state: moved.value }, reason: outcome };
    drafts.push({
      action: "request.stale",
      object: requestObject({ id, name }),
      teamId,
      requestId: String(id),
      ...change,
    });
  }
  return drafts;
}
