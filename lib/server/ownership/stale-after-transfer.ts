import type { Connection } from "#lib/db/database";
import { type Handover, lockRequestsAbout } from "#lib/db/stores/ownership-changes";
import { moveRequest } from "#lib/db/stores/requests";
import { releaseName } from "#lib/db/stores/topics";
import type { Notice } from "#lib/domain/notice";
import { transition } from "#lib/domain/request";
import { noticeRequestDecided } from "#lib/domain/request-decided-notice";
import type { AuditDraft } from "../define-command.ts";
import { requestObject } from "../requests/request-subject.ts";
import { staleDependents } from "../requests/stale-dependents.ts";

/**
 * Ends the undecided requests about what changed hands, and those that wait for them. Their plans were shown to, and their slots are of, the team that had it;
 * whoever asked is told to ask the new one. Answers what the trail says and what people are told.
 */
export async function staleAfterTransfer(
  db: Connection,
  handover: Handover,
  { requestId, to }: { requestId: number; to: { name: string } },
): Promise<{ audit: AuditDraft[]; tell: Notice[] }> {
  const [audit, tell]: [AuditDraft[], Notice[]] = [[], []];
  const moved = transition("submitted", { type: "become-stale" });
  if (!moved.ok) throw new Error("The table of states does not know how a submitted request becomes stale.");

  const ended = new Set<number>();
  for (const request of await lockRequestsAbout(db, handover, requestId)) {
    // It may have ended already, with another one that it waited for.
    if (ended.has(request.id)) continue;
    const { id, team } = request;
    const outcome = `What it is about belongs to ${to.name} now (request ${requestId}): ask anew.`;
    await moveRequest(db, id, { state: moved.value, outcome });
    if (request.kind === "topic.create") await releaseName(db, id);
    const change = { before: { state: "submitted" }, after: { state: moved.value }, reason: outcome };
    audit.push({
      action: "request.stale",
      object: requestObject(request),
      teamId: team.id,
      requestId: String(id),
      ...change,
    });
    tell.push(...noticeRequestDecided(request, { state: "stale", by: null, reason: outcome }));
    const dependents = await staleDependents(db, id);
    for (const { requestId: dependent } of dependents.audit) ended.add(Number(dependent));
    audit.push(...dependents.audit);
    tell.push(...dependents.tell);
  }
  return { audit, tell };
}
