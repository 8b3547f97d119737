import { ApproveRequest } from "#lib/contract/requests";
import { insertApproval, type LockedRequest, moveRequest, requestState, saveJudgement } from "#lib/db/stores/requests";
import { type RequestState, transition } from "#lib/domain/request";
import { noticeRequestDecided } from "#lib/domain/request-decided-notice";
import { type FieldError, fail } from "#lib/domain/result";
import { isReaderSlot, type Slot } from "#lib/domain/slot";
import { fillable, type HeldSlot, slotsHeldBy } from "#lib/policy/held-slots";
import { type Context, defineCommand, type Handled, refuseAndKeep, succeed } from "../define-command.ts";
import { personOf } from "../person.ts";
import { inOne } from "../requests/in-one.ts";
import { policyViolated } from "../requests/refusals.ts";
import { askedAnew, recordOf, replan } from "../requests/replan.ts";
import type { Judgement, KindOfRequest } from "../requests/request-kind.ts";
import { kindOf } from "../requests/request-kinds.ts";
import { peopleIn, requestSubject } from "../requests/request-subject.ts";
import { staleDependents } from "../requests/stale-dependents.ts";
import { teamsToStandInFor } from "../requests/teams-to-stand-in-for.ts";
import { measuredPlan } from "../topic-life/measured-plan.ts";

export type RequestApproved = { id: number; state: RequestState; openSlots: Slot[] };

/**
 * Approves exactly the plan whose fingerprint was read: as it is stored, or as it was shown with what the cluster told since. Rules and
 * required approvals are judged again under the locks: they may have changed since it was asked. The last approval writes the desired state.
 * An approver may narrow what was asked (an earlier end): the plan then changes with it, and earlier approvals stand.
 */
export const approveRequest = defineCommand({
  name: "approve-request",
  permission: "request.approve",
  input: ApproveRequest,
  subject: requestSubject,
  async handle(context, { fingerprint, comment, expiresAt }, { request }) {
    const { db } = context;
    const undecided = transition(request.state, { type: "approve", everySlotFilled: false });
    if (!undecided.ok) return undecided;
    const { fingerprint: shown } = await measuredPlan(db, request);
    if (fingerprint !== request.fingerprint && fingerprint !== shown) return anotherPlan(shown);
    if (expiresAt !== undefined && !HAS_END[request.kind]) return nothingToShorten();
    const waiting = request.dependsOn === null ? null : await waitsFor(context, request.dependsOn);
    if (waiting) return waiting;

    // The kind and the patch come from the same row.
    const kind = kindOf(request.kind) as KindOfRequest<LockedRequest["kind"]>;
    const again = await kind.judgeAgain(db, request, {});
    if ("stale" in again) return becomeStale(context, request, kind, again.stale);
    if (!again.ok) return again;
    if (again.value.fingerprint !== fingerprint) return replanned(context, request, decidable(again.value, request));
    const narrowed = expiresAt === undefined ? again : await kind.judgeAgain(db, request, { expiresAt });
    if (!narrowed.ok) return "stale" in narrowed ? becomeStale(context, request, kind, narrowed.stale) : narrowed;
    const judged = decidable(narrowed.value, request);
    if (judged.denied) return policyViolated(judged.violations);

    // Whoever approved an earlier plan did not see what was measured since.
    const isNewer = fingerprint !== request.fingerprint;
    const asRead = isNewer ? { ...request, fingerprint, approvals: [] } : request;
    const held = await heldNow(context, asRead, judged.slots, new Set(request.approvals.map(({ slot }) => slot)));
    if (!held) return isNewer ? replanned(context, request, judged) : othersFirst(context, request, judged);
    const anew = isNewer ? await replan(db, request, judged) : null;
    const approved = await approveSlot(context, asRead, kind, { judged, held, comment });
    return anew && approved.ok ? inOne([succeed(null, anew), approved], () => approved.value) : approved;
  },
});

/** Only access has an end that an approver may move; whoever states one for something else means something else. */
const HAS_END: { readonly [Kind in LockedRequest["kind"]]: boolean } = {
  "topic.create": false,
  "topic.change": false,
  "topic.revert": false,
  "topic.adopt": false,
  "topic.block": false,
  "topic.delete": false,
  "topic.import": false,
  "ownership.transfer": false,
  "access.create": true,
  "access.renew": true,
  "principal.create": false,
  "principal.quota": false,
  "principal.revert": false,
  "acl.remove": false,
  "schema.register": false,
  "subject.compatibility": false,
  "subject.adopt": false,
  "subject.revert": false,
  "subject.delete": false,
  "group.reset": false,
};

function nothingToShorten() {
  const message = "only access has an end that can be moved; leave it out";
  return fail("invalid_input", `expiresAt: ${message}.`, { errors: [{ path: "expiresAt", message }] });
}

/** Where by now nobody would have to decide, whoever had to still does: what has waited is carried out by somebody's word or never. */
function decidable(judged: Judgement, { slots }: LockedRequest): Judgement {
  return judged.slots.length > 0 ? judged : { ...judged, slots };
}

function anotherPlan(current: string) {
  return fail("stale_plan", "The plan is another one than the one you read.", { extra: { current } });
}

/** A refusal while what this request builds on is undecided. */
async function waitsFor({ db }: Context, dependsOn: number) {
  const state = await requestState(db, dependsOn);
  if (state === "approved" || state === "applied") return null;
  return fail("conflict", `It waits for request ${dependsOn}, which is ${state}.`, { extra: { dependsOn } });
}

/**
 * The slot that this person fills, by the rules of now.
 * @param approved slots that somebody filled for an earlier plan: left to them where this person can fill another one, or nobody may be left for that one
 */
async function heldNow(
  { actor, db }: Context,
  request: LockedRequest,
  slots: Slot[],
  approved: ReadonlySet<string>,
): Promise<HeldSlot | undefined> {
  const requesterId = request.requester.id;
  const held = slotsHeldBy(actor, {
    slots: openSlots(request, slots),
    requesterId,
    approverIds: request.approvals.map((approval) => approval.userId),
    teamsToStandInFor: await teamsToStandInFor(db, slots, peopleIn(request)),
  });
  return held.find(({ slot }) => !approved.has(slot.id)) ?? held[0];
}

function openSlots(request: LockedRequest, slots: Slot[]): Slot[] {
  return slots.filter((slot) => !request.approvals.some((approval) => approval.slot === slot.id));
}

type Approval = { judged: Judgement; held: HeldSlot; comment: string };

async function approveSlot(
  { actor, db }: Context,
  request: LockedRequest,
  kind: KindOfRequest<LockedRequest["kind"]>,
  { judged, held, comment }: Approval,
): Promise<Handled<RequestApproved>> {
  const remaining = openSlots(request, judged.slots).filter((slot) => slot.id !== held.slot.id);
  const moved = transition(request.state, { type: "approve", everySlotFilled: remaining.length === 0 });
  if (!moved.ok) return moved;

  const { id, cluster } = request;
  const { fingerprint } = judged;
  const { standIn, slot } = held;
  await insertApproval(db, { requestId: id, userId: personOf(actor), slot: slot.id, fingerprint, comment, standIn });
  await saveJudgement(db, id, judged);
  const approved = moved.value === "approved";
  const done = (approved && (await kind.carryOut(db, request, judged))) || {};
  if ("failure" in done) return done;

  const narrowed = fingerprint === request.fingerprint ? {} : { narrowedTo: judged.patch };
  const after = { state: moved.value, slot: slot.id, standIn, fingerprint, ...narrowed };
  const change = { before: { state: request.state }, after, reason: comment || null };
  const by = { id: personOf(actor), name: actor.name };
  return succeed(
    { id, state: moved.value, openSlots: remaining },
    {
      audit: [
        { ...recordOf(request), action: isReaderSlot(slot) ? "request.acknowledged" : "request.approved", ...change },
        ...(done.audit ?? []),
      ],
      wake: approved ? [cluster] : [],
      tell: approved
        ? [...noticeRequestDecided(request, { state: "approved", by, reason: comment }), ...(done.tell ?? [])]
        : [],
    },
  );
}

/** What would be done has changed since it was read: the new plan is kept, and has to be read before it is approved. */
async function replanned(
  { db }: Context,
  request: LockedRequest,
  judged: Judgement,
): Promise<Handled<RequestApproved>> {
  const { audit, tell } = await replan(db, request, judged);
  return refuseAndKeep(anotherPlan(judged.fingerprint).failure, audit, tell);
}

/** Somebody else has to agree by now, or first, such as a team that reads it since: they see the request from now on, and are told. */
async function othersFirst(
  { db }: Context,
  request: LockedRequest,
  judged: Judgement,
): Promise<Handled<RequestApproved>> {
  await saveJudgement(db, request.id, judged);
  const open = fillable(openSlots(request, judged.slots)).map(({ label }) => label);
  const detail = `Who has to agree has changed. Now it is for ${open.join(" and ")}; they were told.`;
  const [before, after] = [{ slots: request.slots }, { slots: judged.slots }];
  const tell = await askedAnew(db, request, judged, new Set());
  return refuseAndKeep(
    fail("conflict", detail).failure,
    { ...recordOf(request), action: "request.replanned", before, after },
    tell,
  );
}

/** What it is about is gone or taken: nothing can be approved any more, and the requester is offered to ask anew. */
async function becomeStale(
  { db }: Context,
  request: LockedRequest,
  kind: KindOfRequest<LockedRequest["kind"]>,
  why: FieldError,
): Promise<Handled<RequestApproved>> {
  await moveRequest(db, request.id, { state: "stale", outcome: why.message });
  await kind.release(db, request);
  const failure = fail("stale_plan", why.message, { errors: [why] }).failure;
  const change = { before: { state: request.state }, after: { state: "stale" }, reason: why.message };
  const stale = { ...recordOf(request), action: "request.stale", ...change };
  const dependents = await staleDependents(db, request.id);
  const told = noticeRequestDecided(request, { state: "stale", by: null, reason: why.message });
  return refuseAndKeep(failure, [stale, ...dependents.audit], [...told, ...dependents.tell]);
}
