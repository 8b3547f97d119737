import { GetRequest, type RequestView } from "#lib/contract/requests";
import { type Database, sql } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import type { Permission } from "#lib/domain/permission";
import type { Plan } from "#lib/domain/plan";
import type { Violation } from "#lib/domain/policy";
import { isTerminal, type RequestState } from "#lib/domain/request";
import type { RequestKind, RequestPatches } from "#lib/domain/request-kind";
import { fail, ok } from "#lib/domain/result";
import { isReaderSlot, type Slot } from "#lib/domain/slot";
import { decide, type Subject } from "#lib/policy/decide";
import { slotsHeldBy } from "#lib/policy/held-slots";
import { accessParticulars } from "../access/access-particulars.ts";
import { defineQuery } from "../define-query.ts";
import { resetParticulars } from "../offset-resets/reset-particulars.ts";
import { principalParticulars } from "../principals/principal-particulars.ts";
import { allowedTo } from "../read/allowed.ts";
import { readSummaries, type SummaryRow, toSummary } from "../read/request-summary.ts";
import { slotsWithHolders } from "../read/slot-holders.ts";
import { requestsVisibleTo } from "../read/visible-to.ts";
import { withKnownReaders } from "../requests/known-readers.ts";
import { teamsToStandInFor } from "../requests/teams-to-stand-in-for.ts";
import { schemaParticulars } from "../subjects/schema-particulars.ts";
import { importParticulars } from "../topic-import/import-particulars.ts";
import { measuredPlan } from "../topic-life/measured-plan.ts";

type Detail = {
  version: number;
  patch: RequestPatches[RequestKind];
  plan: Plan;
  violations: Violation[];
  slots: Slot[];
  lapsesAt: Date;
  endedAt: Date | null;
  outcome: string | null;
  bundleId: string | null;
  dependsOn: { id: number; state: RequestState } | null;
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
    const taken = [row.requesterId, ...counting(approvals).map((approval) => approval.userId)];
    const ownerless = await teamsToStandInFor(db, detail.slots, taken);
    const subject = subjectOf(row, detail, approvals, ownerless);
    const mine = new Set(
      row.state === "submitted" ? slotsHeldBy(actor, candidates(subject)).map((held) => held.slot.id) : [],
    );
    const filled = new Set(counting(approvals).map((approval) => approval.slot));
    const { patch, bundleId, dependsOn, ...rest } = detail;
    const known =
      row.kind === "schema.register"
        ? withKnownReaders(actor, [row.teamId, row.askingTeam.id], { ...detail, approvals })
        : { ...detail, approvals };
    const { plan, fingerprint } = await measuredPlan(db, { ...row, plan: known.plan });
    const holders = await slotsWithHolders(db, known.slots, row.requesterId, counting(approvals));

    return ok<RequestView>({
      ...toSummary(row),
      ...rest,
      ...{ plan, fingerprint },
      ...(await particulars({ actor, db }, row, patch)),
      bundle: await bundleOf(db, actor, bundleId, requestId),
      dependsOn: dependsOn && { ...dependsOn, id: Number(dependsOn.id) },
      lapsesAt: detail.lapsesAt.toISOString(),
      endedAt: detail.endedAt?.toISOString() ?? null,
      slots: holders.map((holder) => ({
        ...holder,
        filled: filled.has(holder.slot.id),
        mine: mine.has(holder.slot.id),
      })),
      approvals: known.approvals.map(({ userId, userName, at, ...rest }) => ({
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
      SELECT r.version, r.patch, r.plan, r.violations, r.slots, r.lapses_at AS "lapsesAt", r.ended_at AS "endedAt", r.outcome,
        r.bundle_id AS "bundleId", CASE WHEN d.id IS NULL THEN NULL ELSE jsonb_build_object('id', d.id, 'state', d.state) END AS "dependsOn"
      FROM requests r LEFT JOIN requests d ON d.id = r.depends_on WHERE r.id = ${requestId}`,
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

/** What only requests of this kind have. */
async function particulars({ actor, db }: { actor: Actor; db: Database }, row: SummaryRow, patch: Detail["patch"]) {
  const none = {
    patch: null,
    access: null,
    principal: null,
    schema: null,
    offsetReset: null,
    topicImport: null,
    transfer: null,
  };
  switch (row.kind) {
    case "topic.create":
      return { ...none, patch: patch as RequestPatches["topic.create"] };
    case "principal.create":
    case "principal.quota":
    case "principal.revert":
      return {
        ...none,
        principal: await principalParticulars(db, Number(row.id), patch as RequestPatches[typeof row.kind]),
      };
    case "access.create":
    case "access.renew":
      return { ...none, access: await accessParticulars(db, actor, Number(row.id)) };
    case "schema.register":
      return { ...none, schema: await schemaOf(db, actor, row, patch as RequestPatches["schema.register"]) };
    case "topic.import": {
      const topicImport = await importParticulars(db, Number(row.id), patch as RequestPatches["topic.import"]);
      return { ...none, topicImport };
    }
    case "ownership.transfer":
      return { ...none, transfer: transferOf(row, patch as RequestPatches["ownership.transfer"]) };
    case "group.reset":
      return {
        ...none,
        offsetReset: await resetParticulars(
          db,
          { id: Number(row.id), state: row.state },
          patch as RequestPatches["group.reset"],
        ),
      };
    default:
      return none;
  }
}

function transferOf(row: SummaryRow, patch: RequestPatches["ownership.transfer"]) {
  const { topics, subjects, applications, prefixes } = patch;
  const from = { id: row.teamId, slug: row.teamSlug, name: row.teamName };
  const counts = { topics: topics.length, subjects: subjects.length, applications: applications.length };
  return { from, to: row.askingTeam, ...counts, prefixes };
}

function schemaOf(db: Database, actor: Actor, row: SummaryRow, patch: RequestPatches["schema.register"]) {
  const { cluster, name, teamId, askingTeam } = row;
  const teamIds = [teamId, askingTeam.id];
  return schemaParticulars(db, { actor, cluster, name, teamIds, patch, open: row.state === "submitted" });
}

/** Requests that were asked together with this one, as far as this person may see them. */
async function bundleOf(
  db: Database,
  actor: Actor,
  bundleId: string | null,
  requestId: number,
): Promise<RequestView["bundle"]> {
  if (bundleId === null) return [];
  const rows = await db.$queryRaw<{ id: bigint; kind: RequestKind; name: string; state: RequestState }[]>`
    SELECT r.id, r.kind, r.object_name AS name, r.state FROM requests r
    WHERE r.bundle_id = ${bundleId}::uuid AND r.id <> ${requestId} AND ${requestsVisibleTo(actor)} ORDER BY r.id LIMIT 100`;
  return rows.map((other) => ({ ...other, id: Number(other.id) }));
}

function counting(approvals: readonly ApprovalRow[]): ApprovalRow[] {
  return approvals.filter((approval) => !approval.dropped);
}

function subjectOf(row: SummaryRow, detail: Detail, approvals: ApprovalRow[], ownerless: string[]): Subject {
  const given = counting(approvals);
  return {
    kind: "request",
    id: String(row.id),
    teamId: row.teamId,
    askingTeamId: row.askingTeam.id,
    requesterId: row.requesterId,
    readerTeamIds: detail.slots.filter(isReaderSlot).map(({ teamId }) => teamId),
    slots: detail.slots.filter((slot) => !given.some((approval) => approval.slot === slot.id)),
    approverIds: given.map((approval) => approval.userId),
    teamsToStandInFor: ownerless,
    visibility: "involved",
  };
}

function candidates({ slots = [], requesterId, approverIds = [], teamsToStandInFor: ownerless = [] }: Subject) {
  return { slots, requesterId, approverIds, teamsToStandInFor: ownerless };
}

/** What can be taken back once it is approved and not yet on the cluster; see `cancelRequest`. */
const TAKEN_BACK: readonly RequestKind[] = ["topic.change", "topic.revert", "group.reset"];
const NOT_TAKEN_BACK = { allowed: false, needed: null };
const ONLY_TOPICS = { allowed: false, needed: "Only a request for a topic is edited or asked elsewhere too." };

function whatThisPersonMay(actor: Actor, subject: Subject, row: SummaryRow): RequestView["may"] {
  const may = (permission: Permission, possible: boolean) =>
    possible
      ? allowedTo(decide(actor, permission, subject))
      : { allowed: false, needed: `The request is ${row.state}.` };
  const open = row.state === "submitted";
  const ofTopic = row.kind === "topic.create";
  return {
    approve: may("request.approve", open),
    reject: may("request.reject", open),
    withdraw: may("request.withdraw", open),
    cancel: TAKEN_BACK.includes(row.kind) ? may("request.cancel", row.state === "approved") : NOT_TAKEN_BACK,
    edit: ofTopic ? may("request.edit", open) : ONLY_TOPICS,
    comment: may("request.comment", true),
    retry: allowedTo(decide(actor, "request.retry", subject)),
    copy: ofTopic ? may("request.copy", open || row.state === "approved" || isTerminal(row.state)) : ONLY_TOPICS,
  };
}
