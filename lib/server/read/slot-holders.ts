import type { SlotWithHolders } from "#lib/contract/topic-requests";
import type { Connection } from "#lib/db/database";
import { enabledAdmins, enabledMembers, enabledOwners } from "#lib/db/stores/teams";
import { isReaderSlot, type Slot } from "#lib/domain/slot";

/**
 * Who could fill each slot now, never the requester nor whoever has filled another one, as one person does not fill two: at most five by name and how
 * many more. A team without anybody else is stood in for by platform admins.
 */
export function slotsWithHolders(
  db: Connection,
  slots: readonly Slot[],
  requesterId: string | null,
  approvals: readonly { slot: string; userId: string }[] = [],
): Promise<SlotWithHolders[]> {
  return Promise.all(
    slots.map(async (slot) => {
      const elsewhere = approvals.filter((approval) => approval.slot !== slot.id).map(({ userId }) => userId);
      const taken = requesterId === null ? elsewhere : [requesterId, ...elsewhere];
      const own = await ownHolders(db, slot, taken);
      const { people, total } = own && own.total > 0 ? own : await enabledAdmins(db, taken);
      return { slot, holders: people, moreHolders: total - people.length };
    }),
  );
}

/** Those who hold a slot in their own right; null where the platform does. */
function ownHolders(db: Connection, slot: Slot, taken: readonly string[]) {
  if (slot.id === "platform-admin") return null;
  return (isReaderSlot(slot) ? enabledMembers : enabledOwners)(db, slot.teamId, taken);
}
