import type { Connection } from "#lib/db/database";
import { promisedRetentions } from "#lib/db/stores/agreements";
import { databaseNow } from "#lib/db/stores/clock";
import type { ManagedTopic } from "#lib/db/stores/managed-topics";
import type { Effect, Plan } from "#lib/domain/plan";
import { formatDuration } from "#lib/domain/quantity";
import type { Slot } from "#lib/domain/slot";
import { shorterRetentionMs } from "#lib/plan/plan-change";
import { readerSlots } from "#lib/policy/required-slots";

type Broken = { effects: Effect[]; slots: Slot[] };
type Case = {
  topic: ManagedTopic;
  plan: Plan;
  /** Slots that the request has: a team that was asked keeps its days. */
  held: readonly Slot[];
};

/** The agreements that a plan breaks, named, and the acknowledgements that it therefore needs: readers who were promised a longer retention. */
export async function agreementsBroken(db: Connection, { topic, plan, held }: Case): Promise<Broken> {
  const retentionMs = shorterRetentionMs(plan);
  if (retentionMs === null) return { effects: [], slots: [] };
  const broken = await promisedRetentions(db, topic.cluster, topic.name, retentionMs);
  const effects = broken.map(({ team, application, minRetentionMs }) => ({
    field: "retention.ms",
    text: `Breaks what was promised to ${application} of ${team.name}: records stay at least ${formatDuration(minRetentionMs)}.`,
  }));
  const teams = broken.map(({ team }) => team);
  return { effects, slots: readerSlots(teams, topic.team, await databaseNow(db), held) };
}
