import { ApproveRequest } from "#lib/contract/requests";
import type { Connection } from "#lib/db/database";
import { findCluster } from "#lib/db/stores/clusters";
import { insertApproval, type LockedRequest, moveRequest, saveJudgement } from "#lib/db/stores/requests";
import { findTeam } from "#lib/db/stores/teams";
import { releaseName } from "#lib/db/stores/topics";
import { type RequestState, transition } from "#lib/domain/request";
import { type FieldError, fail } from "#lib/domain/result";
import type { Slot } from "#lib/domain/slot";
import { type HeldSlot, slotsHeldBy } from "#lib/policy/held-slots";
import { type Context, defineCommand, type Handled, refuseAndKeep, succeed } from "../define-command.ts";
import { type Judgement, judgeTopic, teamsWithoutOtherOwner } from "../judge.ts";
import { personOf } from "../person.ts";
import { desireTopic } from "../topic-requests/desire-topic.ts";
import { nameConflict } from "../topic-requests/name-taken.ts";
import { policyViolated, unknownCluster } from "../topic-requests/refusals.ts";
import { requestObject, requestSubject } from "../topic-requests/request-subject.ts";

export type RequestApproved = { id: number; state: RequestState; openSlots: Slot[] };

/**
 * Approves exactly the plan whose fingerprint was read. Rules and required approvals are judged again under the locks: they may
 * have changed since it was asked. The last approval writes the desired state.
 */
export const approveRequest = defineCommand({
  name: "approve-request",
  permission: "request.approve",
  input: ApproveRequest,
  subject: requestSubject,
  async handle(context, { fingerprint, comment }, { request }) {
    const { actor, db } = context;
    const undecided = transition(request.state, { type: "approve", everySlotFilled: false });
    if (!undecided.ok) return undecided;
    if (request.fingerprint !== fingerprint) {
      return fail("stale_plan", "The plan is another one than the one you read.", {
        extra: { current: request.fingerprint },
      });
    }

    const [cluster, team] = [await findCluster(db, request.cluster), await findTeam(db, request.team.slug)];
    if (!cluster || !team) return unknownCluster(request.cluster);
    const { name, patch, id: requestId } = request;
    const taken = await nameConflict(db, { cluster: cluster.slug, team, name, requestId });
    if (taken) return becomeStale(db, request, taken);
    const judged = await judgeTopic(db, { cluster, team, name, patch, requestId });
    if (judged.denied) return policyViolated(judged.violations);

    const held = await heldNow(context, request, judged.slots);
    if (!held) return fail("forbidden", "The required approvals have changed; yours is not among them any more.");
    await insertApproval(db, {
      requestId: request.id,
      userId: personOf(actor),
      slot: held.slot.id,
      fingerprint,
      comment,
      standIn: held.standIn,
    });
    return approveSlot(context, request, judged, held, comment);
  },
});

/** The slot that this person fills, by the rules of now. */
async function heldNow({ actor, db }: Context, request: LockedRequest, slots: Slot[]): Promise<HeldSlot | undefined> {
  const requesterId = request.requester.id;
  const [held] = slotsHeldBy(actor, {
    slots: openSlots(request, slots),
    requesterId,
    approverIds: request.approvals.map((approval) => approval.userId),
    teamsWithoutOtherOwner: await teamsWithoutOtherOwner(db, slots, requesterId),
  });
  return held;
}

function openSlots(request: LockedRequest, slots: Slot[]): Slot[] {
  return slots.filter((slot) => !request.approvals.some((approval) => approval.slot === slot.id));
}

async function approveSlot(
  { db }: Context,
  request: LockedRequest,
  judged: Judgement,
  held: HeldSlot,
  comment: string,
): Promise<Handled<RequestApproved>> {
  const remaining = openSlots(request, judged.slots).filter((slot) => slot.id !== held.slot.id);
  const moved = transition(request.state, { type: "approve", everySlotFilled: remaining.length === 0 });
  if (!moved.ok) return moved;

  await saveJudgement(db, request.id, judged);
  const { id, cluster, name, patch, team } = request;
  const approved = moved.value === "approved";
  if (approved)
    await desireTopic(db, {
      requestId: id,
      cluster,
      name,
      teamId: team.id,
      patch,
      estimatedBytes: judged.estimatedBytes,
    });

  const after = { state: moved.value, slot: held.slot.id, standIn: held.standIn, fingerprint: request.fingerprint };
  return succeed(
    { id, state: moved.value, openSlots: remaining },
    {
      audit: {
        ...recordOf(request),
        action: "request.approved",
        before: { state: request.state },
        after,
        reason: comment || null,
      },
      wake: approved ? [cluster] : [],
    },
  );
}

/** Somebody made that topic meanwhile: nothing can be approved any more, and the requester is offered to ask anew. */
async function becomeStale(
  db: Connection,
  request: LockedRequest,
  taken: FieldError,
): Promise<Handled<RequestApproved>> {
  await moveRequest(db, request.id, { state: "stale", outcome: taken.message });
  await releaseName(db, request.id);
  const failure = fail("stale_plan", taken.message, { errors: [taken] }).failure;
  const change = { before: { state: request.state }, after: { state: "stale" }, reason: taken.message };
  return refuseAndKeep(failure, { ...recordOf(request), action: "request.stale", ...change });
}

function recordOf(request: LockedRequest) {
  return { object: requestObject(request), teamId: request.team.id, requestId: String(request.id) };
}
