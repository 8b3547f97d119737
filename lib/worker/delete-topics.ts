import type { TopicRow } from "#lib/db/worker-stores/due-topics";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import { type Answer, type ClusterAdmin, ClusterCallFailed } from "#lib/kafka/cluster-admin";
import { backOffMs, ITEM_BACK_OFF } from "./back-off.ts";
import { type ClusterSession, workerActor } from "./cluster-session.ts";
import { commitOutcomes } from "./commit-outcomes.ts";
import { commitTopicEnd } from "./commit-topic-end.ts";
import { chunks } from "./creation-batches.ts";
import type { EndingTopic } from "./ending-topic.ts";
import type { Denials } from "./look-at-denials.ts";
import { differencesOf } from "./topic-differences.ts";
import { again, refused, type TopicOutcome, unanswered } from "./topic-outcome.ts";
import { undenyGone } from "./undeny-gone.ts";
import { pause } from "./wake-up.ts";

type EndSight = { observed: ReadonlyMap<string, Answer<ObservedTopic | null>>; denials: Denials };

/** Each topic that goes costs the controller a record per partition and the brokers their logs. */
const TOPICS_PER_CALL = 500;
/** Waits between looks, in ms; behind a bulk it takes longer, and later rounds look again. */
const WAITS_MS = [0, 10, 30, 100, 300];

type Judged = { toDelete: EndingTopic[]; gone: EndingTopic[]; outcomes: TopicOutcome[] };

/**
 * Carries tombstones out: when no binding of a principal is left on the topic, deletes it by Kafka's id, so that what somebody else made under its
 * name stays, reads back that it is gone, takes our DENY bindings away, and only then forgets it. What is gone already is a success.
 * @throws ClusterCallFailed, LeaseLost
 */
export async function deleteTopics(
  session: ClusterSession,
  topics: readonly TopicRow[],
  sight: EndSight,
): Promise<void> {
  if (topics.length === 0) return;
  const { toDelete, gone, outcomes } = judgeAll(session, topics, sight);
  await commitOutcomes(session, outcomes);
  await forget(session, gone, sight);
  for (const batch of chunks(toDelete, TOPICS_PER_CALL)) {
    if (session.signal.aborted || !session.lease.mayWrite()) break;
    await forget(session, await deleteBatch(session, batch), sight);
  }
}

function judgeAll(session: ClusterSession, topics: readonly TopicRow[], { observed }: EndSight): Judged {
  const judged: Judged = { toDelete: [], gone: [], outcomes: [] };
  for (const topic of topics) {
    const answer = observed.get(topic.name);
    if (!answer) throw new TypeError(`nothing was answered about ${topic.name}`);
    if (!answer.ok) judged.outcomes.push(refused(topic, answer.error));
    else judgeOne(session, topic, answer.value, judged);
  }
  return judged;
}

function judgeOne(session: ClusterSession, topic: TopicRow, live: ObservedTopic | null, judged: Judged): void {
  if (topic.isBound) judged.outcomes.push(bindingsFirst(topic));
  else {
    const kafkaTopicId = ourId(session, topic, live);
    const mayAppear = topic.createAttempted && kafkaTopicId === null && live === null && topic.attempt === 0;
    if (mayAppear) judged.outcomes.push(mayStillAppear(session, topic));
    // Asked for even when it does not show: a broker that is cut off from the controllers goes on telling of a world before the topic.
    else (kafkaTopicId === null ? judged.gone : judged.toDelete).push({ topic, kafkaTopicId });
  }
}

/** Whose last create call was never answered for may be what lives there, if it is as it was asked for. */
function ourId(session: ClusterSession, topic: TopicRow, live: ObservedTopic | null): string | null {
  const known = topic.kafkaTopicId ?? topic.adoptedTopicId ?? session.awaited.get(topic.topicId)?.kafkaTopicId;
  if (known !== undefined) return known;
  if (!live || !topic.createAttempted) return null;
  return differencesOf(topic, live, null, session.topicDefaults).length === 0 ? live.topicId : null;
}

function bindingsFirst(topic: TopicRow): TopicOutcome {
  const message = "Its grants end first: bindings of principals on the topic are still there.";
  return again(topic, { reason: "bindings_first", message, dueInMs: backOffMs(ITEM_BACK_OFF, topic.attempt) });
}

/** A create call that got no answer may still be carried out, for as long as a request may take. */
function mayStillAppear({ admin }: ClusterSession, topic: TopicRow): TopicOutcome {
  const message = "A call that was to create the topic got no answer; whether it appears is waited for.";
  return again(topic, { reason: "may_appear", message, dueInMs: admin.requestTimeoutMs });
}

async function deleteBatch(session: ClusterSession, batch: readonly EndingTopic[]): Promise<EndingTopic[]> {
  session.checkpoint("attempt-recorded");
  const answers = await send(session, batch);
  session.checkpoint("answered");
  const errors = new Map([...answers].flatMap(([id, answer]) => (answer.ok ? [] : [[id, answer.error] as const])));
  const { gone, there } = await lookUntilGone(session, batch, errors.size === batch.length);
  session.checkpoint("verified");
  const outcomes = there.map(({ topic, kafkaTopicId }) => {
    const error = errors.get(kafkaTopicId ?? "");
    return error ? refused(topic, error) : notGoneYet(topic);
  });
  await commitOutcomes(session, outcomes);
  return gone;
}

async function send(session: ClusterSession, batch: readonly EndingTopic[]): Promise<Map<string, Answer<null>>> {
  try {
    return await session.admin.deleteTopics(batch.flatMap(({ kafkaTopicId }) => kafkaTopicId ?? []));
  } catch (error) {
    if (error instanceof ClusterCallFailed) {
      session.lease.noteUnansweredWrite();
      await commitOutcomes(
        session,
        batch.map(({ topic }) => unanswered(topic, error.error)),
      );
    }
    throw error;
  }
}

function notGoneYet(topic: TopicRow): TopicOutcome {
  const message = "The cluster has accepted the deletion and still shows the topic.";
  return again(topic, { reason: "not_gone_yet", message, dueInMs: backOffMs(ITEM_BACK_OFF, topic.attempt) });
}

async function lookUntilGone(session: ClusterSession, batch: readonly EndingTopic[], once: boolean) {
  const gone: EndingTopic[] = [];
  let there = [...batch];
  for (const waitMs of once ? [0] : WAITS_MS) {
    if (there.length === 0 || session.signal.aborted) break;
    if (waitMs > 0) await pause(waitMs, session.signal);
    const isGone = await look(session.admin, there);
    gone.push(...there.filter((one) => isGone.has(one)));
    there = there.filter((one) => !isGone.has(one));
  }
  return { gone, there };
}

/** Those of which the cluster says that they are not there, or that their name is another topic's. */
async function look(admin: ClusterAdmin, ending: readonly EndingTopic[]): Promise<Set<EndingTopic>> {
  const names = ending.map(({ topic }) => topic.name);
  const answers = await admin.describeTopics(names, []);
  const isGone = ({ topic, kafkaTopicId }: EndingTopic) => {
    const answer = answers.get(topic.name);
    if (!answer) return false;
    return answer.ok ? answer.value.topicId !== kafkaTopicId : answer.error.code === "unknown_topic";
  };
  return new Set(ending.filter(isGone));
}

/** What the cluster confirmed to be gone: our bindings go, then what is kept of it. */
async function forget(session: ClusterSession, gone: readonly EndingTopic[], { denials }: EndSight): Promise<void> {
  const { free, outcomes } = await undenyGone(session, gone, denials);
  await commitOutcomes(session, outcomes);
  const actor = workerActor(session);
  for (const ending of free) {
    if (session.signal.aborted) break;
    await commitTopicEnd(session, actor, ending);
    session.awaited.delete(ending.topic.topicId);
    session.accepted.forget(ending.topic.topicId);
    session.checkpoint("committed");
  }
}
