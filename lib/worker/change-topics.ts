import type { ChangeSight, ChangeWork } from "./change-work.ts";
import { checkLosses } from "./check-losses.ts";
import type { ClusterSession } from "./cluster-session.ts";
import { commitOutcomes } from "./commit-outcomes.ts";
import { chunks, sizeAfter } from "./creation-batches.ts";
import { planWrites } from "./plan-writes.ts";
import { saveSeen } from "./save-seen.ts";
import { afterUnanswered, NOT_VISIBLE_YET, type TopicOutcome, unanswered } from "./topic-outcome.ts";
import { verifyChanges } from "./verify-changes.ts";
import { writeTopics } from "./write-topics.ts";

/** Most topics of one call; each costs the controller a record per key and about 30 ms per call. */
const TOPICS_PER_BATCH = 1_000;
const TOPICS_PER_COMMIT = 250;

/**
 * Writes what was decided about topics that are there, reads it back and commits what became of each.
 * @throws ClusterCallFailed, LeaseLost
 */
export async function changeTopics(
  session: ClusterSession,
  works: readonly ChangeWork[],
  sight: ChangeSight,
): Promise<void> {
  if (works.length === 0) return;
  const { held, outcomes } = await checkLosses(session, works);
  const { sendable, waiting } = withoutOvertaking(session, held);
  await commitOutcomes(session, [...outcomes, ...waiting]);
  for (const batch of changeBatches(sendable)) {
    if (session.signal.aborted || !session.lease.mayWrite()) break;
    await changeBatch(session, batch, sight);
  }
}

/** While a call that makes DENY bindings may be under way, none is taken away: it could be made right after. */
function withoutOvertaking(session: ClusterSession, works: readonly ChangeWork[]) {
  const waitMs = session.lease.unansweredForMs();
  const isOpened = ({ topic, writes }: ChangeWork) => !topic.blocked && writes.some(({ field }) => field === "blocked");
  const waiting = waitMs === 0 ? [] : works.filter(isOpened);
  return {
    sendable: works.filter((work) => !waiting.includes(work)),
    waiting: waiting.map(({ topic }) => afterUnanswered(topic, waitMs)),
  };
}

function changeBatches(works: readonly ChangeWork[]): ChangeWork[][] {
  const bySize = Map.groupBy(works, ({ topic }) => sizeAfter(topic.attempt, TOPICS_PER_BATCH));
  return [...bySize].flatMap(([size, some]) => chunks(some, size));
}

async function changeBatch(session: ClusterSession, batch: readonly ChangeWork[], sight: ChangeSight): Promise<void> {
  const plan = await planWrites(session, batch, sight);
  session.checkpoint("attempt-recorded");
  const { written, unanswered: unknown, failure } = await writeTopics(session, plan);
  session.checkpoint("answered");
  if (failure)
    await commitOutcomes(
      session,
      unknown.map(({ topic }) => unanswered(topic, failure.error)),
    );
  await finish(session, written);
  if (failure) throw failure;
}

/**
 * Reads back piece by piece: the database writes one piece while the cluster is asked about the next. What was seen is saved after all of them, also of
 * those that were committed before something failed.
 */
async function finish(session: ClusterSession, works: readonly ChangeWork[]): Promise<void> {
  let committing: Promise<void> = Promise.resolve();
  let patient = true;
  const committed: TopicOutcome[] = [];
  try {
    for (const some of chunks(works, TOPICS_PER_COMMIT)) {
      const { outcomes, bindings } = await verifyChanges(session, some, { patient });
      session.checkpoint("verified");
      // A cluster that is behind shows one change after the other: later pieces wait for the next round, and the looks do not hold it up.
      patient &&= outcomes.every(({ row }) => row.reason !== NOT_VISIBLE_YET);
      await committing;
      committing = commitOutcomes(session, outcomes, bindings).then(() => void committed.push(...outcomes));
      // Awaited one piece later; a failure meanwhile must not count as unhandled.
      committing.catch(() => undefined);
    }
    await committing;
  } finally {
    await committing.catch(() => undefined);
    await saveSeen(session, committed);
  }
}
