import { recordCreateAttempts, type TopicRow } from "#lib/db/worker-stores/due-topics";
import { saveObservations } from "#lib/db/worker-stores/topic-observations";
import { type Answer, ClusterCallFailed } from "#lib/kafka/cluster-admin";
import { VISIBLE_WITHIN_MS } from "./accepted-writes.ts";
import { backOffMs, ITEM_BACK_OFF } from "./back-off.ts";
import type { ClusterSession } from "./cluster-session.ts";
import { commitOutcomes } from "./commit-outcomes.ts";
import { chunks, creationBatches } from "./creation-batches.ts";
import { fenced } from "./fenced.ts";
import { again, notVisibleYet, refused, specOf, type TopicOutcome, unanswered } from "./topic-outcome.ts";
import { type CreatedTopic, verifyTopics } from "./verify-topics.ts";

/** Few enough that the first commit begins early, many enough that commits cost little. */
const TOPICS_PER_COMMIT = 250;

/**
 * Creates topics that are not there. Sends batch after batch; while one is written by the cluster, the one before it is read back and committed.
 * @throws ClusterCallFailed, LeaseLost
 */
export async function createTopics(session: ClusterSession, topics: readonly TopicRow[]): Promise<void> {
  let finishing: Promise<void> = Promise.resolve();
  for (const batch of creationBatches(topics)) {
    if (session.signal.aborted || !session.lease.mayWrite()) break;

    const answered = await create(session, batch).catch(async (error: unknown) => {
      await finishing;
      throw error;
    });
    await finishing;
    finishing = finish(session, answered);
    // Awaited one batch later; a failure meanwhile must not count as unhandled.
    finishing.catch(() => undefined);
  }
  await finishing;
}

type Answered = { created: CreatedTopic[]; outcomes: TopicOutcome[] };

async function create(session: ClusterSession, batch: readonly TopicRow[]): Promise<Answered> {
  const recorded = await recordCreateAttempts(
    session.db,
    session.lease.scope,
    batch.map(({ topicId }) => topicId),
  );
  const sent = batch.filter(({ topicId }) => recorded.has(topicId));
  session.checkpoint("attempt-recorded");
  // Asked again, right before the call: the database may have taken its time to record the attempts.
  if (!session.lease.mayWrite()) return { created: [], outcomes: [] };

  const answers = await send(session, sent);
  session.checkpoint("answered");
  const answered: Answered = { created: [], outcomes: [] };
  for (const topic of sent) {
    const answer = answers.get(topic.name);
    if (answer?.ok) {
      const { topicId: kafkaTopicId } = answer.value;
      answered.created.push({ topic, kafkaTopicId });
      session.awaited.set(topic.topicId, { kafkaTopicId, giveUpAt: performance.now() + VISIBLE_WITHIN_MS });
    } else if (answer) answered.outcomes.push(refusedCreation(topic, answer));
  }
  return answered;
}

async function send(session: ClusterSession, topics: readonly TopicRow[]) {
  try {
    return await session.admin.createTopics(topics.map((topic) => ({ name: topic.name, ...specOf(topic) })));
  } catch (error) {
    if (error instanceof ClusterCallFailed) {
      session.lease.noteUnansweredWrite();
      await commitOutcomes(
        session,
        topics.map((topic) => unanswered(topic, error.error)),
      );
    }
    throw error;
  }
}

/** Refusals after which it is certain that this attempt made no topic. */
const NOTHING_HAPPENED = new Set([
  "already_exists",
  "invalid_name",
  "invalid_partitions",
  "invalid_replication_factor",
  "invalid_config",
  "policy_refused",
  "not_authorized",
  "quota_exceeded",
]);

function refusedCreation(topic: TopicRow, { error }: Answer<never> & { ok: false }): TopicOutcome {
  // An earlier attempt of unknown end may still have made it; only a first one can be taken back.
  const forgetAttempt = NOTHING_HAPPENED.has(error.code) && !topic.createAttempted;
  if (error.code !== "already_exists") return refused(topic, error, forgetAttempt);

  // Somebody was quicker, or an earlier attempt of ours worked after all: the next look tells.
  const dueInMs = topic.attempt === 0 ? 0 : backOffMs(ITEM_BACK_OFF, topic.attempt);
  return again(topic, { reason: error.code, message: error.message, dueInMs, forgetAttempt });
}

/**
 * Reads back what was created, and commits what became of it piece by piece: the database writes one piece while the cluster is asked
 * about the next. Whatever else happens, refusals are recorded first, because a refused attempt makes nothing ours. What was seen is saved after
 * all of them, also of those that were committed before something failed.
 */
async function finish(session: ClusterSession, { created, outcomes }: Answered): Promise<void> {
  let committing = commitOutcomes(session, outcomes);
  // As below: it is awaited when the first piece was read back.
  committing.catch(() => undefined);
  let allSeen = true;
  const committed: TopicOutcome[] = [];
  try {
    for (const some of chunks(created, TOPICS_PER_COMMIT)) {
      const looks = { signal: session.signal, patient: allSeen };
      const { outcomes: seen, unseen, failure } = await verifyTopics(session.admin, session.slug, some, looks);
      session.checkpoint("verified");
      await committing;

      const late = unseen.map(({ topic }) => notVisibleYet(topic));
      committing = commitOutcomes(session, [...seen, ...late]).then(() => void committed.push(...seen));
      // Awaited one piece later; a failure meanwhile must not count as unhandled.
      committing.catch(() => undefined);
      allSeen &&= unseen.length === 0;
      if (failure) {
        await committing;
        throw failure;
      }
    }
    await committing;
  } finally {
    await committing.catch(() => undefined);
    await saveSeen(session, committed);
  }
}

/** What was read back is what the next request is planned on, without waiting for a sweep. */
async function saveSeen(session: ClusterSession, outcomes: readonly TopicOutcome[]): Promise<void> {
  const rows = outcomes.flatMap(({ topic, row, observed }) =>
    row.applied && observed ? [{ ...observed, name: topic.name }] : [],
  );
  if (rows.length > 0) await fenced(session, (tx) => saveObservations(tx, session.slug, rows, null));
}
