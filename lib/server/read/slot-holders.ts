import type { SlotWithHolders } from "#lib/contract/topic-requests";
import type { Connection } from "#lib/db/database";
import { enabledAdmins, enabledOwners } from "#lib/db/stores/teams";
import type { Slot } from "#lib/domain/slot";

/**
 * Who could fill each slot now, never the requester: at most five by name and how many more. A team without another owner is
 * stood in for by platform admins.
 */
export function slotsWithHolders(
  db: Connection,
  slots: readonly Slot[],
  requesterId: string | null,
): Promise<SlotWithHolders[]> {
  return Promise.all(
    slots.map(async (slot) => {
      const owners = slot.id === "owner-of-team" ? await enabledOwners(db, slot.teamId, requesterId) : null;
      const { people, total } = owners && owners.total > 0 ? owners : await enabledAdmins(db, requesterId);
      return { slot, holders: people, moreHolders: total - people.length };
    }),
  );
}
