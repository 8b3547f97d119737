import type { Actor } from "#lib/domain/actor";
import { isReaderSlot, type Slot } from "#lib/domain/slot";

/** What decides who may fill a request's open slots. */
export type Candidates = {
  slots: readonly Slot[];
  requesterId: string | undefined;
  approverIds: readonly string[];
  teamsToStandInFor: readonly string[];
};

/** `standIn`: a platform admin acting for a team that has nobody, or did not answer; the record must say so. */
export type HeldSlot = { slot: Slot; standIn: boolean };

/**
 * Those of a request's open slots that may be filled now: readers acknowledge before anybody approves, so that the one who approves knows
 * that they have.
 */
export function fillable(slots: readonly Slot[]): readonly Slot[] {
  const acknowledgements = slots.filter(isReaderSlot);
  return acknowledgements.length > 0 ? acknowledgements : slots;
}

/**
 * The open slots that this actor may fill, those held in their own right first. The requester holds none (four eyes), nor does
 * somebody who has filled one already: two slots mean two people.
 */
export function slotsHeldBy(actor: Actor, candidates: Candidates): HeldSlot[] {
  const { userId } = actor;
  if (userId === null || actor.disabled) return [];
  if (userId === candidates.requesterId || candidates.approverIds.includes(userId)) return [];

  return fillable(candidates.slots)
    .flatMap((slot) => holding(actor, slot, candidates.teamsToStandInFor))
    .sort((a, b) => Number(a.standIn) - Number(b.standIn));
}

function holding(actor: Actor, slot: Slot, standIns: readonly string[]): HeldSlot[] {
  const admin = actor.platformRole === "admin";
  if (slot.id === "platform-admin") return admin ? [{ slot, standIn: false }] : [];

  // An acknowledgement is anybody's in the reading team; a decision is an owner's.
  const acknowledges = isReaderSlot(slot);
  const own = actor.memberships.some(
    ({ teamId, role }) => teamId === slot.teamId && (acknowledges || role === "owner"),
  );
  if (own) return [{ slot, standIn: false }];
  return admin && standIns.includes(slot.teamId) ? [{ slot, standIn: true }] : [];
}

/** Whether this actor could say no: holds a slot that decides. Readers cannot, and nobody has to wait for them to. */
export function mayReject(actor: Actor, candidates: Candidates): boolean {
  const deciding = candidates.slots.filter((slot) => !isReaderSlot(slot));
  return slotsHeldBy(actor, { ...candidates, slots: deciding }).length > 0;
}
