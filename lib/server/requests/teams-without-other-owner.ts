import type { Connection } from "#lib/db/database";
import { enabledOwners } from "#lib/db/stores/teams";
import type { Slot } from "#lib/domain/slot";

/** The teams among a request's slots that nobody but the requester could decide for: a platform admin may stand in. */
export async function teamsWithoutOtherOwner(
  db: Connection,
  slots: readonly Slot[],
  requesterId: string,
): Promise<string[]> {
  const teams = slots.flatMap((slot) => (slot.id === "owner-of-team" ? [slot.teamId] : []));
  const alone = await Promise.all(teams.map(async (team) => (await enabledOwners(db, team, requesterId)).total === 0));
  return teams.filter((_, index) => alone[index]);
}
