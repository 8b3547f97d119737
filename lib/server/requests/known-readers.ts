import type { Actor } from "#lib/domain/actor";
import type { Plan } from "#lib/domain/plan";
import { isReaderSlot, type Slot } from "#lib/domain/slot";
import { teamsOf } from "../read/visible-to.ts";

type Readers<Approval> = { plan: Plan; slots: Slot[]; approvals: Approval[] };

/**
 * A request as somebody may see it who is asked because their own programs read: without who else does. Both sides of it, the platform and
 * auditors see all.
 * @param sides the team that owns what would change, and the one in whose name it is asked
 */
export function withKnownReaders<Approval extends { slot: string }>(
  actor: Actor,
  sides: readonly string[],
  { plan, slots, approvals }: Readers<Approval>,
): Readers<Approval> {
  const own = teamsOf(actor);
  if (actor.platformRole !== "none" || sides.some((id) => own.includes(id))) return { plan, slots, approvals };

  const others = new Set<string>(
    slots.filter((slot) => isReaderSlot(slot) && !own.includes(slot.teamId)).map(({ id }) => id),
  );
  return {
    // What a plan says about the schema as a whole is who reads it; its fields say what changes.
    plan: { ...plan, effects: plan.effects.filter(({ field }) => field !== "schema") },
    slots: slots.filter(({ id }) => !others.has(id)),
    approvals: approvals.filter(({ slot }) => !others.has(slot)),
  };
}
