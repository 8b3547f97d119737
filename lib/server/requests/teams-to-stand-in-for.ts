import type { Connection } from "#lib/db/database";
import { databaseNow } from "#lib/db/stores/clock";
import { enabledMembers, enabledOwners } from "#lib/db/stores/teams";
import { isReaderSlot, type Slot } from "#lib/domain/slot";

/**
 * The teams among a request's slots in whose stead a platform admin may act: those that have nobody to decide but the requester and whoever has filled
 * another slot, as one person cannot fill two, and readers who have had their time to acknowledge.
 * @param taken the requester and those whose approvals count
 */
export async function teamsToStandInFor(
  db: Connection,
  slots: readonly Slot[],
  taken: readonly string[],
): Promise<string[]> {
  const now = slots.some(isReaderSlot) ? await databaseNow(db) : null;
  const answers = slots.map(async (slot) => {
    if (slot.id === "platform-admin") return [];
    if (now !== null && isReaderSlot(slot) && now.getTime() >= Date.parse(slot.standInFrom)) return [slot.teamId];
    const own = isReaderSlot(slot) ? enabledMembers : enabledOwners;
    return (await own(db, slot.teamId, taken)).total === 0 ? [slot.teamId] : [];
  });
  return (await Promise.all(answers)).flat();
}
