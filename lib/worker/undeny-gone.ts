import { type Answer, ClusterCallFailed } from "#lib/kafka/cluster-admin";
import type { ClusterSession } from "./cluster-session.ts";
import { chunks } from "./creation-batches.ts";
import type { EndingTopic } from "./ending-topic.ts";
import { type Denials, denialsOf, lookAtDenials } from "./look-at-denials.ts";
import { afterUnanswered, refused, type TopicOutcome, unanswered } from "./topic-outcome.ts";
import { touch } from "./write-topics.ts";

const TOPICS_PER_CALL = 200;

/**
 * Takes away the DENY bindings that a block of ours left on topics that are gone, and reads back that they are: a successor of such a name is
 * denied nothing.
 * @returns the topics of which nothing is left
 */
export async function undenyGone(
  session: ClusterSession,
  gone: readonly EndingTopic[],
  denials: Denials,
): Promise<{ free: EndingTopic[]; outcomes: TopicOutcome[] }> {
  const denied = gone.filter(({ topic }) => topic.denied.length > 0);
  const free = gone.filter(({ topic }) => topic.denied.length === 0);
  if (denied.length === 0) return { free, outcomes: [] };
  const waitMs = session.lease.unansweredForMs();
  if (waitMs > 0) return { free, outcomes: denied.map(({ topic }) => afterUnanswered(topic, waitMs)) };
  if (!denials.ok) return { free, outcomes: denied.map(({ topic }) => refused(topic, stillTheir(denials.error))) };

  const outcomes: TopicOutcome[] = [];
  for (const some of chunks(denied, TOPICS_PER_CALL)) {
    if (session.signal.aborted || !session.lease.mayWrite()) break;
    const errors = await remove(session, some, outcomes);
    if (!errors) break;
    const left = await lookAtDenials(
      session.admin,
      some.map(({ topic }) => topic),
    );
    for (const ending of some) {
      const { name, denied: operations } = ending.topic;
      const isLeft = !left.ok || operations.some((operation) => left.value.get(name)?.has(operation));
      if (isLeft) outcomes.push(refused(ending.topic, stillTheir(errors.get(name) ?? LATE)));
      else free.push(ending);
    }
  }
  return { free, outcomes };
}

const LATE = { code: "not_gone_yet", message: "The cluster still shows the bindings that denied its use." };

/** It is tried again until they are gone, whatever the reason. */
function stillTheir({ code, message }: { code: string; message: string }) {
  return { code, retriable: true, message };
}

type Errors = Map<string, { code: string; message: string }>;

/** Null when the call got no answer: nothing more is sent in this round. */
async function remove(
  session: ClusterSession,
  some: readonly EndingTopic[],
  outcomes: TopicOutcome[],
): Promise<Errors | null> {
  const items = some.flatMap(({ topic }) => denialsOf(topic.name, topic.denied).map((binding) => ({ topic, binding })));
  const bindings = items.map(({ binding }) => binding);
  touch(session, bindings);
  try {
    const answers = await session.admin.deleteAcls(bindings);
    return new Map(items.flatMap(({ topic }, index) => errorOf(topic.name, answers[index])));
  } catch (error) {
    if (!(error instanceof ClusterCallFailed)) throw error;
    session.lease.noteUnansweredWrite();
    outcomes.push(...some.map(({ topic }) => unanswered(topic, error.error)));
    return null;
  }
}

function errorOf(name: string, answer: Answer<null> | undefined) {
  return answer && !answer.ok ? [[name, answer.error] as const] : [];
}
