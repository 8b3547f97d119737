import type { Connection } from "#lib/db/database";
import { dropApprovals, type LockedRequest, saveJudgement } from "#lib/db/stores/requests";
import type { Notice } from "#lib/domain/notice";
import { noticeRequestWaiting } from "#lib/domain/request-waiting-notice";
import type { AuditDraft } from "../define-command.ts";
import type { Judgement } from "./request-kind.ts";
import { requestObject } from "./request-subject.ts";
import { teamsToStandInFor } from "./teams-to-stand-in-for.ts";

/**
 * Keeps another plan of a request in the place of the one that is stored. Whoever approved or acknowledged that one has to read the new one, and is asked
 * again. Answers what the trail says and what people are told.
 */
export async function replan(
  db: Connection,
  request: LockedRequest,
  judged: Judgement,
): Promise<{ audit: AuditDraft; tell: Notice[] }> {
  await saveJudgement(db, request.id, judged);
  await dropApprovals(db, request.id);
  const [before, after] = [{ fingerprint: request.fingerprint }, { fingerprint: judged.fingerprint }];
  const approved = new Set(request.approvals.map(({ slot }) => slot));
  const tell = await askedAnew(db, request, judged, approved);
  return { audit: { ...recordOf(request), action: "request.replanned", before, after }, tell };
}

/** Tells those whom a renewed judgement asks for the first time, and those in `again`, each once per plan. */
export async function askedAnew(
  db: Connection,
  request: LockedRequest,
  judged: Judgement,
  again: ReadonlySet<string>,
): Promise<Notice[]> {
  const before = new Set<string>(request.slots.map(({ id }) => id));
  const slots = judged.slots.filter(({ id }) => !before.has(id) || again.has(id));
  const ownerless = await teamsToStandInFor(db, slots, [request.requester.id]);
  return slots.flatMap((slot) =>
    noticeRequestWaiting({ ...request, fingerprint: `${judged.fingerprint}:${slot.id}`, slots: [slot], ownerless }),
  );
}

/** What a record about a request says of it. */
export function recordOf(request: LockedRequest) {
  return { object: requestObject(request), teamId: request.team.id, requestId: String(request.id) };
}
