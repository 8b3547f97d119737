import type { Connection } from "#lib/db/database";
import { promisedRetentions } from "#lib/db/stores/agreements";
import { databaseNow } from "#lib/db/stores/clock";
import type { ManagedTopic } from "#lib/db/stores/managed-topics";
import type { Effect } from "#lib/domain/plan";
import { formatDuration } from "#lib/domain/quantity";
import type { Slot } from "#lib/domain/slot";
import { readerSlots } from "#lib/policy/required-slots";

type Broken = { effects: Effect[]; slots: Slot[] };
/**
 * The agreements that a shorter retention breaks, named, and the acknowledgements that it therefore needs: readers who were promised a longer one.
 * @param retentionMs what it is shortened to; null where it is not
 * @param held slots that the request has: a team that was asked keeps its days
 */
export async function agreementsBroken(
  db: Connection,
  topic: ManagedTopic,
  retentionMs: bigint | null,
  held: readonly Slot[] = [],
): Promise<Broken> {
  if (retentionMs === null) return { effects: [], slots: [] };
  const broken = await promisedRetentions(db, topic.cluster, topic.name, retentionMs);
  const effects = broken.map(({ team, application, minRetentionMs }) => ({
    field: "retention.ms",
    text: `Breaks what was promised to ${application} of ${team.name}: records stay at least ${formatDuration(minRetentionMs)}.`,
  }));
  const teams = broken.map(({ team }) => team);
  return { effects, slots: readerSlots(teams, topic.team, await databaseNow(db), held) };
}
