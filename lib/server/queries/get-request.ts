import { GetRequest, type RequestView } from "#lib/contract/requests";
import { type Database, sql } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import type { Permission } from "#lib/domain/permission";
import type { Plan } from "#lib/domain/plan";
import type { Violation } from "#lib/domain/policy";
import { isTerminal } from "#lib/domain/request";
import { fail, ok } from "#lib/domain/result";
import type { Slot } from "#lib/domain/slot";
import type { TopicPatch } from "#lib/domain/topic-spec";
import { decide, type Subject } from "#lib/policy/decide";
import { slotsHeldBy } from "#lib/policy/held-slots";
import { defineQuery } from "../define-query.ts";
import { teamsWithoutOtherOwner } from "../judge.ts";
import { allowedTo } from "../read/allowed.ts";
import { readSummaries, type SummaryRow, toSummary } from "../read/request-summary.ts";
import { slotsWithHolders } from "../read/slot-holders.ts";
import { requestsVisibleTo } from "../read/visible-to.ts";

type Detail = {
  version: number;
  patch: TopicPatch;
  plan: Plan;
  violations: Violation[];
  slots: Slot[];
  lapsesAt: Date;
  endedAt: Date | null;
  outcome: string | null;
};
type ApprovalRow = {
  slot: string;
  userId: string;
  userName: string;
  comment: string;
  standIn: boolean;
  at: Date;
  dropped: boolean;
};
type CommentRow = { id: string; userId: string; userName: string; body: string; at: Date };

/** One request whole: plan, verdict, who decided and who may, comments, and what this person may do. */
export const getRequest = defineQuery({
  name: "get-request",
  permission: "request.read",
  input: GetRequest,
  async handle({ actor, db }, { requestId }) {
    const [row] = await readSummaries(db, sql`r.id = ${requestId} AND ${requestsVisibleTo(actor)}`, sql`r.id`, 1);
    if (!row) return fail("not_found", "There is no such thing, or you may not see it.");

    const { detail, approvals, comments } = await readParts(db, requestId);
    const ownerless = await teamsWithoutOtherOwner(db, detail.slots, row.requesterId);
    const subject = subjectOf(row, detail, approvals, ownerless);
    const mine = new Set(
      row.state === "submitted" ? slotsHeldBy(actor, candidates(subject)).map((held) => held.slot.id) : [],
    );
    const filled = new Set(approvals.filter((approval) => !approval.dropped).map((approval) => approval.slot));
    const holders = await slotsWithHolders(db, detail.slots, row.requesterId);

    return ok<RequestView>({
      ...toSummary(row),
      ...detail,
      lapsesAt: detail.lapsesAt.toISOString(),
      endedAt: detail.endedAt?.toISOString() ?? null,
      slots: holders.map((holder) => ({
        ...holder,
        filled: filled.has(holder.slot.id),
        mine: mine.has(holder.slot.id),
      })),
      approvals: approvals.map(({ userId, userName, at, ...rest }) => ({
        ...rest,
        by: { id: userId, name: userName },
        at: at.toISOString(),
      })),
      comments: comments.map(({ id, userId, userName, body, at }) => ({
        id,
        body,
        by: { id: userId, name: userName },
        at: at.toISOString(),
      })),
      may: whatThisPersonMay(actor, subject, row),
    });
  },
});

async function readParts(db: Database, requestId: number) {
  const [details, approvals, comments] = await Promise.all([
    db.$queryRaw<Detail[]>`
      SELECT version, patch, plan, violations, slots, lapses_at AS "lapsesAt", ended_at AS "endedAt", outcome
      FROM requests WHERE id = ${requestId}`,
    db.$queryRaw<ApprovalRow[]>`
      SELECT a.slot, u.id AS "userId", u.name AS "userName", a.comment, a.stand_in AS "standIn", a.created_at AS at,
        a.dropped_at IS NOT NULL AS dropped
      FROM approvals a JOIN users u ON u.id = a.user_id WHERE a.request_id = ${requestId} ORDER BY a.created_at, a.id`,
    db.$queryRaw<CommentRow[]>`
      SELECT c.id, u.id AS "userId", u.name AS "userName", c.body, c.created_at AS at
      FROM request_comments c JOIN users u ON u.id = c.user_id WHERE c.request_id = ${requestId} ORDER BY c.id LIMIT 500`,
  ]);
  const [detail] = details;
  if (!detail) throw new Error(`request ${requestId} was read and is gone`);
  return { detail, approvals, comments };
}

function subjectOf(row: SummaryRow, detail: Detail, approvals: ApprovalRow[], ownerless: string[]): Subject {
  const counting = approvals.filter((approval) => !approval.dropped);
  return {
    kind: "request",
    id: String(row.id),
    teamId: row.teamId,
    requesterId: row.requesterId,
    slots: detail.slots.filter((slot) => !counting.some((approval) => approval.slot === slot.id)),
    approverIds: counting.map((approval) => approval.userId),
    teamsWithoutOtherOwner: ownerless,
    visibility: "involved",
  };
}

function candidates({ slots = [], requesterId, approverIds = [], teamsWithoutOtherOwner: ownerless = [] }: Subject) {
  return { slots, requesterId, approverIds, teamsWithoutOtherOwner: ownerless };
}

function whatThisPersonMay(actor: Actor, subject: Subject, row: SummaryRow): RequestView["may"] {
  const may = (permission: Permission, possible: boolean) =>
    possible
      ? allowedTo(decide(actor, permission, subject))
      : { allowed: false, needed: `The request is ${row.state}.` };
  const open = row.state === "submitted";
  return {
    approve: may("request.approve", open),
    reject: may("request.reject", open),
    withdraw: may("request.withdraw", open),
    edit: may("request.edit", open),
    comment: may("request.comment", true),
    copy: may("request.copy", open || row.state === "approved" || isTerminal(row.state)),
  };
}
