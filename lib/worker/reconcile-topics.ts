import { findDueTopics, type TopicRow } from "#lib/db/worker-stores/due-topics";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import type { Answer } from "#lib/kafka/cluster-admin";
import { asAccepted } from "./accepted-writes.ts";
import { changeTopics } from "./change-topics.ts";
import type { ChangeWork } from "./change-work.ts";
import { identify } from "./cluster-identity.ts";
import type { ClusterSession } from "./cluster-session.ts";
import { commitOutcomes } from "./commit-outcomes.ts";
import { createTopics } from "./create-topics.ts";
import { decideChange } from "./decide-change.ts";
import { decideTopicStep } from "./decide-topic-step.ts";
import { deleteTopics } from "./delete-topics.ts";
import { lookAtDefaults } from "./look-at-defaults.ts";
import { type Denials, lookAtDenials } from "./look-at-denials.ts";
import { lookAtMoves, type Placements, withFactor } from "./look-at-moves.ts";
import { lookAtTopics } from "./look-at-topics.ts";
import { saveSeen } from "./save-seen.ts";
import { differencesOf } from "./topic-differences.ts";
import {
  managedTopic,
  neverShown,
  notVisibleYet,
  outcomeOfStep,
  refused,
  replacedOutside,
  seen,
  staleOutcome,
  type TopicOutcome,
} from "./topic-outcome.ts";

/** Topics taken per round. */
export const ROUND_SIZE = 1_000;

type Observed = ReadonlyMap<string, Answer<ObservedTopic | null>>;
type Judged = { toCreate: TopicRow[]; toChange: ChangeWork[]; outcomes: TopicOutcome[] };

/**
 * One round: takes what is due on a cluster, observes it afresh, decides, creates, changes and deletes what people decided, reads it back and
 * commits what became of each. Whatever is thrown, nothing is lost: what was not committed is still due.
 * @returns how many topics were taken; {@link ROUND_SIZE} when there may be more
 * @throws ClusterCallFailed, IdentityChanged, ClusterNotServed, LeaseLost
 */
export async function reconcileTopics(session: ClusterSession): Promise<number> {
  const due = await findDueTopics(session.db, session.slug, ROUND_SIZE);
  if (due.length === 0) return 0;
  session.checkpoint("taken");

  const { admin, topicsOnCluster } = session;
  const names = due.map(({ name }) => name);
  const [{ description }, observed, denials] = await Promise.all([
    identify(session),
    lookAtTopics(admin, names, managedKeys(due), topicsOnCluster),
    lookAtDenials(admin, due),
    // How a change acts depends on it. Of what is yet to be made nothing is compared.
    due.some(({ kafkaTopicId }) => kafkaTopicId !== null) ? lookAtDefaults(session) : null,
  ]);
  const placements = await lookAtMoves(admin, due, observed);

  const living = due.filter(({ deleting }) => !deleting);
  const { toCreate, toChange, outcomes } = judgeAll(session, living, { observed, denials, placements });
  await commitOutcomes(session, outcomes);
  await saveSeen(session, outcomes);
  await changeTopics(session, toChange, { brokers: description.brokers, denials, placements });
  await createTopics(session, toCreate);
  const deleting = due.filter((topic) => topic.deleting);
  await deleteTopics(session, deleting, { observed, denials });
  return due.length;
}

/** Only what Headgate manages is compared, and reading few keys costs the broker a third of reading all. */
function managedKeys(topics: readonly TopicRow[]): string[] {
  const specs = topics.flatMap(({ config, lastApplied }) => [config, lastApplied?.spec.config ?? {}]);
  return [...new Set(specs.flatMap((config) => Object.keys(config)))];
}

type Sight = { observed: Observed; denials: Denials; placements: Placements };

function judgeAll(session: ClusterSession, topics: readonly TopicRow[], sight: Sight): Judged {
  const judged: Judged = { toCreate: [], toChange: [], outcomes: [] };
  for (const topic of topics) {
    const answer = sight.observed.get(topic.name);
    if (!answer) throw new TypeError(`nothing was answered about ${topic.name}`);
    const verdict = answer.ok ? judge(session, topic, answer.value, sight) : refused(topic, answer.error);
    if (verdict === "create") judged.toCreate.push(topic);
    else if ("writes" in verdict) judged.toChange.push(verdict);
    else judged.outcomes.push(verdict);
  }
  return judged;
}

/** What follows for one topic from looking at it. */
function judge(
  session: ClusterSession,
  topic: TopicRow,
  observed: ObservedTopic | null,
  sight: Sight,
): TopicOutcome | ChangeWork | "create" {
  const awaited = session.awaited.get(topic.topicId);
  if (awaited && observed && observed.topicId !== awaited.kafkaTopicId) return replacedOutside(topic);

  const step = decideTopicStep(managedTopic(session.slug, topic), observed);
  const unsettled = step.do === "create" || (step.do === "block" && step.reason === "differs");
  if (unsettled && awaited && performance.now() < awaited.giveUpAt) return notVisibleYet(topic);
  if (step.do === "create") return "create";
  if (step.do !== "compare") return outcomeOfStep(topic, step);
  if (!observed) throw new TypeError("only what was seen can be compared");
  return compare(session, topic, observed, sight);
}

function compare(
  { accepted, topicDefaults }: ClusterSession,
  topic: TopicRow,
  read: ObservedTopic,
  { denials, placements }: Sight,
): TopicOutcome | ChangeWork {
  const observed = withFactor(topic, read, placements);
  // Where the cluster does not tell, nothing is taken for done: neither a block nor its end.
  const denied = denials.ok ? (denials.value.get(topic.name) ?? new Set()) : new Set<string>();
  const { shown, late, never } = accepted.look(topic.topicId, observed);
  const differences = differencesOf(topic, asAccepted(observed, late), denied, topicDefaults);
  const { writes, stale } = decideChange(topic, differences);
  if (stale.length > 0) return staleOutcome(topic, stale);
  const unshown = writes.filter(({ field }) => never.some((write) => write.field === field));
  if (unshown.length > 0) return neverShown(topic, unshown);
  if (writes.length === 0) return late.length > 0 ? notVisibleYet(topic) : seen(topic, observed, differences, shown);
  const rewritten = new Set(writes.map(({ field }) => field));
  const kept = [...shown, ...late].filter(({ field }) => !rewritten.has(field));
  return { topic, observed, denied, writes, accepted: kept, notDenied: [], error: null };
}
