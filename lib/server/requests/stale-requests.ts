import type { Connection } from "#lib/db/database";
import { type Dependent, moveRequest } from "#lib/db/stores/requests";
import type { Notice } from "#lib/domain/notice";
import { transition } from "#lib/domain/request";
import { noticeRequestDecided } from "#lib/domain/request-decided-notice";
import type { AuditDraft } from "../define-command.ts";
import { requestObject } from "./request-subject.ts";

export type MadeStale = { audit: AuditDraft[]; tell: Notice[] };

/**
 * Ends undecided requests that can never be approved any more. They are locked, and hold nothing but what the database gives back by itself.
 * Answers what the trail says and what people are told.
 */
export async function staleRequests(
  db: Connection,
  requests: readonly Dependent[],
  outcome: string,
): Promise<MadeStale> {
  const moved = transition("submitted", { type: "become-stale" });
  if (!moved.ok) throw new Error("The table of states does not know how a submitted request becomes stale.");

  const [audit, tell]: [AuditDraft[], Notice[]] = [[], []];
  for (const request of requests) {
    const { id, team } = request;
    await moveRequest(db, id, { state: moved.value, outcome });
    const change = { before: { state: "submitted" }, after: { state: moved.value }, reason: outcome };
    const about = { object: requestObject(request), teamId: team.id, requestId: String(id) };
    audit.push({ action: "request.stale", ...about, ...change });
    tell.push(...noticeRequestDecided(request, { state: "stale", by: null, reason: outcome }));
  }
  return { audit, tell };
}
