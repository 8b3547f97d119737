import type { RequestSubmitted } from "#lib/contract/topic-requests";
import type { Connection } from "#lib/db/database";
import { type LockedRequest, lockRequest, requestState } from "#lib/db/stores/requests";
import type { RequestKind } from "#lib/domain/request-kind";
import { noticeRequestWaiting } from "#lib/domain/request-waiting-notice";
import { type AuditDraft, type Handled, succeed } from "../define-command.ts";
import type { Judgement, KindOfRequest } from "./request-kind.ts";
import { kindOf } from "./request-kinds.ts";
import { teamsToStandInFor } from "./teams-to-stand-in-for.ts";

export type Stored = {
  id: number;
  /** The event of what was just stored: submitted, or edited. */
  audit: AuditDraft;
};

/**
 * Ends a submission or an edit of any kind, and tells those who are to decide. Where no rule asks for a person and nothing has to be decided
 * before it, the request is approved in the same transaction, and the record says that it was by the rules.
 */
export async function answerSubmitted<Kind extends RequestKind>(
  db: Connection,
  { id, audit }: Stored,
  judged: Judgement<Kind>,
): Promise<Handled<RequestSubmitted>> {
  const request = await lockRequest(db, id);
  if (!request) throw new Error(`request ${id} is gone in the transaction that stored it`);

  const { plan, fingerprint, violations, slots } = judged;
  const answer = { id, fingerprint, plan, violations, requiredApprovals: slots };
  if (slots.length > 0 || (await isWaiting(db, request))) {
    const ownerless = await teamsToStandInFor(db, slots, [request.requester.id]);
    const tell = noticeRequestWaiting({ ...request, fingerprint, slots, ownerless });
    return succeed({ ...answer, state: "submitted", version: request.version }, { audit, tell });
  }

  // The judgement is of the kind that was stored.
  const kind = kindOf(request.kind) as KindOfRequest<LockedRequest["kind"]>;
  const done = (await kind.carryOut(db, request, judged)) ?? {};
  if ("failure" in done) return done;
  const approved = { ...audit, action: "request.approved", before: { state: "submitted" }, reason: null };
  const after = { state: "approved", fingerprint, by: "rules: no approval is required" };
  return succeed(
    { ...answer, state: "approved", version: request.version + 1 },
    { audit: [audit, { ...approved, after }, ...(done.audit ?? [])], wake: [request.cluster], tell: done.tell ?? [] },
  );
}

/** Whether something else has to be decided first: access to a topic that is asked for too. */
async function isWaiting(db: Connection, { dependsOn }: LockedRequest): Promise<boolean> {
  return dependsOn !== null && (await requestState(db, dependsOn)) === "submitted";
}
