import type { Connection } from "#lib/db/database";
import { ownersOfGroups } from "#lib/db/stores/retention-losses";
import type { MeasuredLoss } from "#lib/domain/measured-loss";
import type { Loss } from "#lib/domain/plan";

/** What is lost, with whose groups lose it in words: `Billing (billing-app)`. Null where no grant explains a group. */
export async function ownedLoss(db: Connection, cluster: string, topic: string, measured: MeasuredLoss): Promise<Loss> {
  const named = measured.groups.map(({ group }) => group);
  const owners = await ownersOfGroups(db, cluster, topic, named);
  const byGroup = new Map(owners.map(({ group, application, team }) => [group, `${team} (${application})`]));
  return {
    ...measured,
    groups: measured.groups.map(({ group, records }) => ({ group, owner: byGroup.get(group) ?? null, records })),
  };
}
