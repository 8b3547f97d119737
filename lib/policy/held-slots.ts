import type { Actor } from "#lib/domain/actor";
import type { Slot } from "#lib/domain/slot";

/** What decides who may fill a request's open slots. */
export type Candidates = {
  slots: readonly Slot[];
  requesterId: string | undefined;
  approverIds: readonly string[];
  teamsWithoutOtherOwner: readonly string[];
};

/** `standIn`: a platform admin acting for the owner whom the team lacks; the record must say so. */
export type HeldSlot = { slot: Slot; standIn: boolean };

/**
 * The open slots that this actor may fill, those held in their own right first. The requester holds none (four eyes), nor does
 * somebody who has filled one already: two slots mean two people.
 */
export function slotsHeldBy(actor: Actor, candidates: Candidates): HeldSlot[] {
  const { userId } = actor;
  if (userId === null || actor.disabled) return [];
  if (userId === candidates.requesterId || candidates.approverIds.includes(userId)) return [];

  return candidates.slots
    .flatMap((slot) => holding(actor, slot, candidates.teamsWithoutOtherOwner))
    .sort((a, b) => Number(a.standIn) - Number(b.standIn));
}

function holding(actor: Actor, slot: Slot, ownerless: readonly string[]): HeldSlot[] {
  const admin = actor.platformRole === "admin";
  if (slot.id === "platform-admin") return admin ? [{ slot, standIn: false }] : [];

  const owner = actor.memberships.some(({ teamId, role }) => teamId === slot.teamId && role === "owner");
  if (owner) return [{ slot, standIn: false }];
  return admin && ownerless.includes(slot.teamId) ? [{ slot, standIn: true }] : [];
}
