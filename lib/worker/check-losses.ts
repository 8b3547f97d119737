import { databaseNow } from "#lib/db/worker-stores/cluster-status";
import { wholeNumber } from "#lib/domain/quantity";
import { ClusterCallFailed, type ClusterError } from "#lib/kafka/cluster-admin";
import { lossGrew } from "#lib/plan/loss-grew";
import type { ChangeWork } from "./change-work.ts";
import type { ClusterSession } from "./cluster-session.ts";
import { staleRequest } from "./decide-change.ts";
import { inParallel } from "./in-parallel.ts";
import { measureLoss } from "./measure-loss.ts";
import { refused, staleOutcome, type TopicOutcome } from "./topic-outcome.ts";

const AT_ONCE = 4;

type Checked = { held: ChangeWork[]; outcomes: TopicOutcome[] };

/**
 * Measures again what a shorter retention deletes, right before it is written: who approved it saw what would go then. Where materially more
 * would go now, the approval does not hold; where the cluster does not tell, the topic waits.
 */
export async function checkLosses(session: ClusterSession, works: readonly ChangeWork[]): Promise<Checked> {
  const [deleting, held] = [works.filter(deletes), works.filter((work) => !deletes(work))];
  if (deleting.length === 0) return { held, outcomes: [] };
  const now = await databaseNow(session.db);
  const verdicts = await inParallel(deleting, AT_ONCE, (work) => judgeLoss(session, work, now));
  return {
    held: [...held, ...deleting.filter((_, index) => verdicts[index] === null)],
    outcomes: verdicts.filter((verdict) => verdict !== null),
  };
}

function deletes({ writes }: ChangeWork): boolean {
  return writes.some(({ field, change }) => field === "retention.ms" && change?.kind === "destructive");
}

async function judgeLoss(
  { admin }: ClusterSession,
  { topic, writes }: ChangeWork,
  now: Date,
): Promise<TopicOutcome | null> {
  const write = writes.find(({ field }) => field === "retention.ms");
  const retentionMs = wholeNumber(write?.desired ?? write?.byDefault ?? "");
  if (write?.authority.by !== "request" || retentionMs === undefined) return null;

  const { request } = write.authority;
  try {
    const answer = await measureLoss(admin, topic.name, retentionMs, now);
    if (!answer.ok) return refused(topic, untold(answer.error));
    const grown = lossGrew(request.loss, answer.value.loss);
    return grown
      ? staleOutcome(topic, [staleRequest(topic, request, [`more is lost than was approved: ${grown}`])])
      : null;
  } catch (error) {
    if (error instanceof ClusterCallFailed) return refused(topic, untold(error.error));
    throw error;
  }
}

/** It passes, or somebody takes the change back: nothing was written. */
function untold(error: ClusterError): ClusterError {
  const message = `What it deletes could not be measured: ${error.message}`;
  return { code: error.code, retriable: true, message };
}
