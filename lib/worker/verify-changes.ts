import type { DeniedOperation } from "#lib/db/worker-stores/due-topics";
import type { AclBinding } from "#lib/domain/acl-binding";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import type { TopicDefaults } from "#lib/domain/topic-defaults";
import { backOffMs } from "./back-off.ts";
import { type ChangeWork, isConfigKey } from "./change-work.ts";
import type { ClusterSession } from "./cluster-session.ts";
import type { SeenBindings } from "./commit-outcomes.ts";
import type { FieldWrite } from "./decide-change.ts";
import { denialsOf, lookAtDenials } from "./look-at-denials.ts";
import { withFactor } from "./look-at-moves.ts";
import { movingPartitions, type Placement } from "./place-replicas.ts";
import { differencesOf, type FieldDifference } from "./topic-differences.ts";
import { again, notVisibleYet, refused, seen, type TopicOutcome } from "./topic-outcome.ts";
import { pause } from "./wake-up.ts";

/** Waits between looks, in ms. A write shows within milliseconds; behind a bulk it may take longer, and later rounds look again. */
const WAITS_MS = [0, 5, 10, 20, 50, 100];
/** A move takes as long as copying does. */
const LOOK_AT_MOVE = { firstMs: 500, capMs: 30_000 };

export type Verified = { outcomes: TopicOutcome[]; bindings: SeenBindings };

/** What was read back of one topic. */
type Reading = { observed: ObservedTopic; denied: ReadonlySet<string>; placement: Placement | undefined };

/**
 * Reads back what was written, only the keys that changed, until each topic is as it was to be, or patience ends. A read that is behind is never
 * taken for a difference: what does not show yet is looked at again.
 * @param patient false to look only once
 * @throws ClusterCallFailed
 */
export async function verifyChanges(
  session: ClusterSession,
  works: readonly ChangeWork[],
  { patient }: { patient: boolean },
): Promise<Verified> {
  const waits = patient ? WAITS_MS : [0];
  const verified: { outcomes: TopicOutcome[]; there: AclBinding[]; gone: AclBinding[] } = {
    outcomes: [],
    there: [],
    gone: [],
  };
  let open = [...works];
  for (const [look, waitMs] of waits.entries()) {
    if (waitMs > 0) await pause(waitMs, session.signal);
    const isLast = look === waits.length - 1 || session.signal.aborted;
    const readings = await read(session, open);
    const unseen: ChangeWork[] = [];
    for (const work of open) {
      const outcome = judge(work, readings.get(work), session.topicDefaults);
      if (!outcome && !isLast) unseen.push(work);
      else verified.outcomes.push(withoutRefused(work, outcome ?? notShown(work)));
      if (outcome?.row.applied) bindingsOf(work, readings.get(work), verified);
    }
    open = unseen;
    if (open.length === 0) break;
  }
  const { outcomes, there, gone } = verified;
  return { outcomes, bindings: { there, gone } };
}

async function read({ admin }: ClusterSession, works: readonly ChangeWork[]): Promise<Map<ChangeWork, Reading>> {
  const isSpec = (work: ChangeWork) => expectedOf(work).some(({ field }) => field !== "blocked");
  const names = works.filter(isSpec).map(({ topic }) => topic.name);
  const keys = works.flatMap((work) => expectedOf(work).flatMap(({ field }) => (isConfigKey(field) ? [field] : [])));
  const moved = works.filter((work) => writesField(work, "replicationFactor")).map(({ topic }) => topic.name);
  const [described, placements, denials] = await Promise.all([
    names.length > 0 ? admin.describeTopics(names, [...new Set(keys)]) : new Map(),
    moved.length > 0 ? admin.partitionReplicas(moved) : new Map<string, Placement>(),
    lookAtDenials(
      admin,
      works.filter((work) => writesField(work, "blocked")).map(({ topic }) => topic),
    ),
  ]);

  const readings = new Map<ChangeWork, Reading>();
  for (const work of works) {
    const { topic } = work;
    const answer = described.get(topic.name);
    const told = isSpec(work) ? (answer?.ok ? answer.value : null) : work.observed;
    if (!told || told.topicId !== work.observed.topicId) continue;
    const observed = withFactor(topic, merged(work, told), placements);
    const denied = denials.ok && writesField(work, "blocked") ? denials.value.get(topic.name) : work.denied;
    readings.set(work, { observed, denied: denied ?? new Set(), placement: placements.get(topic.name) });
  }
  return readings;
}

/** What is to show: what was written in this round, and before. */
function expectedOf({ writes, accepted }: ChangeWork): FieldWrite[] {
  return [...writes, ...accepted];
}

function writesField(work: ChangeWork, field: string): boolean {
  return expectedOf(work).some((write) => write.field === field);
}

/** What was read before the write, with what was read back of it. */
function merged(work: ChangeWork, told: ObservedTopic): ObservedTopic {
  const config = { ...work.observed.config };
  for (const { field } of expectedOf(work)) {
    if (!isConfigKey(field)) continue;
    delete config[field];
    const value = told.config[field];
    if (value !== undefined) config[field] = value;
  }
  return { ...told, config };
}

/** What became of a topic; null while it does not show what was written. */
function judge(work: ChangeWork, reading: Reading | undefined, defaults: TopicDefaults): TopicOutcome | null {
  if (!reading) return null;
  const { topic, error } = work;
  const expected = expectedOf(work);
  const { observed, denied, placement } = reading;
  // What was denied by us and is gone is no longer ours.
  const left = topic.blocked ? topic.denied : topic.denied.filter((operation) => denied.has(operation));
  const differences = differencesOf({ ...topic, denied: left }, observed, denied, defaults);
  const open = differences.filter(({ field }) => expected.some((write) => write.field === field));
  if (open.length === 0) return seen(topic, observed, differences, expected);
  if (error) return refused(topic, error);
  return placement && open.every(({ field }) => field === "replicationFactor") ? moving(topic, placement, open) : null;
}

function moving(topic: ChangeWork["topic"], placement: Placement, [open]: readonly FieldDifference[]): TopicOutcome {
  const progress = { moving: movingPartitions(placement), partitions: placement.size };
  const message = `${progress.moving} of ${progress.partitions} partitions are being moved, from ${open?.observed} to ${open?.desired} replicas.`;
  const waiting = again(topic, { reason: "reassigning", message, dueInMs: backOffMs(LOOK_AT_MOVE, topic.attempt) });
  // Where none of ours was begun, it is somebody else's move: waited for, and never taken back.
  return { ...waiting, row: { ...waiting.row, progress: topic.progress && progress } };
}

/** The cluster's own words where it refused something; else it is only late. */
function notShown({ topic, error }: ChangeWork): TopicOutcome {
  return error ? refused(topic, error) : notVisibleYet(topic);
}

/** A DENY binding that the cluster would not make is not ours, whatever it shows by now. */
function withoutRefused({ topic, notDenied }: ChangeWork, outcome: TopicOutcome): TopicOutcome {
  if (notDenied.length === 0) return outcome;
  return { ...outcome, row: { ...outcome.row, denied: oursOf(topic.denied, notDenied) } };
}

function oursOf(denied: readonly DeniedOperation[], notDenied: readonly DeniedOperation[]): DeniedOperation[] {
  return denied.filter((operation) => !notDenied.includes(operation));
}

function bindingsOf(
  { topic, notDenied, writes }: ChangeWork,
  reading: Reading | undefined,
  { there, gone }: { there: AclBinding[]; gone: AclBinding[] },
): void {
  if (!reading || !writes.some(({ field }) => field === "blocked")) return;
  const bindings = denialsOf(topic.name, oursOf(topic.denied, notDenied));
  if (topic.blocked) there.push(...bindings);
  else gone.push(...bindings);
}
