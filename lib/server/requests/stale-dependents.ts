import type { Connection } from "#lib/db/database";
import { lockDependents, moveRequest } from "#lib/db/stores/requests";
import type { Notice } from "#lib/domain/notice";
import { transition } from "#lib/domain/request";
import { noticeRequestDecided } from "#lib/domain/request-decided-notice";
import type { AuditDraft } from "../define-command.ts";
import { requestObject } from "./request-subject.ts";

/**
 * Ends the requests that wait for one that will never be approved; nothing else could become of them. They hold nothing of their own. Answers
 * what the trail says and what people are told.
 */
export async function staleDependents(
  db: Connection,
  requestId: number,
): Promise<{ audit: AuditDraft[]; tell: Notice[] }> {
  const [audit, tell]: [AuditDraft[], Notice[]] = [[], []];
  for (const request of await lockDependents(db, requestId)) {
    const { id, team } = request;
    const moved = transition("submitted", { type: "become-stale" });
    if (!moved.ok) throw new Error("The table of states does not know how a submitted request becomes stale.");
    const outcome = `Request ${requestId}, which it waited for, was not approved.`;
    await moveRequest(db, id, { state: moved.value, outcome });
    const change = { before: { state: "submitted" }, after: { state: moved.value }, reason: outcome };
    tell.push(...noticeRequestDecided(request, { state: "stale", by: null, reason: outcome }));
    audit.push({
      action: "request.stale",
      object: requestObject(request),
      teamId: team.id,
      requestId: String(id),
      ...change,
    });
  }
  return { audit, tell };
}
