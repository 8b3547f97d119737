import type { Connection } from "#lib/db/database";
import type { ManagedTopic } from "#lib/db/stores/managed-topics";
import { findLoss } from "#lib/db/stores/retention-losses";
import type { Plan } from "#lib/domain/plan";
import { lossGrew } from "#lib/plan/loss-grew";
import { shorterRetentionMs } from "#lib/plan/plan-change";
import { ownedLoss } from "../topic-requests/owned-loss.ts";

/**
 * A plan with what it deletes, where it keeps less than lives now. What was shown before goes on counting as long as not materially more would go,
 * so that an approval does not fail for each record that is written meanwhile. What another retention would have deleted says nothing of this one.
 * @param before the plan that is stored; absent where there is none
 */
export async function planWithLoss(
  db: Connection,
  { cluster, name }: Pick<ManagedTopic, "cluster" | "name">,
  plan: Plan,
  before: Plan | undefined,
): Promise<Plan> {
  const retentionMs = shorterRetentionMs(plan);
  if (retentionMs === null) return plan;
  const shown = before && shorterRetentionMs(before) === retentionMs ? before.loss : null;
  const measured = await findLoss(db, cluster, name, retentionMs);
  if (!measured) return { ...plan, loss: shown ?? null };
  const keep = shown && lossGrew(shown, measured) === null;
  return { ...plan, loss: keep ? shown : await ownedLoss(db, cluster, name, measured) };
}
