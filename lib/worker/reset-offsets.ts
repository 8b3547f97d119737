import { appendAudit } from "#lib/db/append-audit";
import { databaseNow } from "#lib/db/worker-stores/cluster-status";
import {
  findDueOffsetResets,
  lockResetRequest,
  type OffsetResetOutcome,
  type OffsetResetRow,
  type RecordedOffset,
  recordBefore,
  saveOffsetReset,
} from "#lib/db/worker-stores/offset-resets";
import { endApprovedRequests } from "#lib/db/worker-stores/topic-outcomes";
import { transition } from "#lib/domain/request";
import { ClusterCallFailed, type ClusterError, type ClusterErrorCode } from "#lib/kafka/cluster-admin";
import { backOffMs } from "./back-off.ts";
import { identify } from "./cluster-identity.ts";
import { type ClusterSession, workerActor } from "./cluster-session.ts";
import { decideResetStep } from "./decide-reset-step.ts";
import { fenced } from "./fenced.ts";
import { lookAtResetGroup } from "./look-at-offsets.ts";
import { tellStale } from "./tell-stale.ts";

/** Resets taken per round; each asks for all groups of the cluster. */
export const RESETS_PER_ROUND = 10;
const BACK_OFF = { firstMs: 1_000, capMs: 30_000 };

/**
 * One round of approved resets: sets exactly the offsets that were approved, as long as the group stands where it stood and nobody consumes with it,
 * reads back, and commits what became of each.
 * @returns how many resets were taken; {@link RESETS_PER_ROUND} when there may be more
 * @throws ClusterCallFailed, IdentityChanged, ClusterNotServed, LeaseLost
 */
export async function resetOffsets(session: ClusterSession): Promise<number> {
  const due = await findDueOffsetResets(session.db, session.slug, RESETS_PER_ROUND);
  if (due.length === 0) return 0;

  await identify(session);
  for (const reset of due) await resetOne(session, reset);
  return due.length;
}

/** `stale` ends the request: what was approved is no longer what would happen. */
type Ending = Pick<OffsetResetOutcome, "message" | "after"> & {
  state: OffsetResetOutcome["state"] | "stale";
  untouched?: boolean;
};

async function resetOne(session: ClusterSession, reset: OffsetResetRow): Promise<void> {
  try {
    const ending = await move(session, reset);
    if (ending) await commit(session, reset, ending);
  } catch (error) {
    if (!(error instanceof ClusterCallFailed)) throw error;
    session.lease.noteUnansweredWrite();
    const { message, retriable } = error.error;
    await commit(session, reset, { state: retriable ? "pending" : "blocked", message, after: null });
    if (retriable) throw error;
  }
}

/** Null when the lease ran out, or the request was taken back, before anything was sent. */
async function move(session: ClusterSession, reset: OffsetResetRow): Promise<Ending | null> {
  const { admin } = session;
  const { group, topic } = reset.patch;
  const looked = await lookAtResetGroup(admin, { group, topic }, await databaseNow(session.db));
  const step = decideResetStep(reset, looked);
  if (step.type !== "move") return { state: step.type, message: step.message, after: null };

  if (!(await fenced(session, (tx) => recordBefore(tx, reset.requestId, step.before)))) return null;
  session.checkpoint("attempt-recorded");
  if (session.signal.aborted || !session.lease.mayWrite()) return null;
  const answer = await admin.commitGroupOffsets(group, step.offsets);
  session.checkpoint("answered");
  if (!answer.ok) return refusedMove(reset, answer.error);

  const after = await readBack(session, reset, step.before);
  const wanted = new Map(step.offsets.map(({ partition, offset }) => [partition, String(offset)]));
  const isSeen = after.every(({ partition, offset }) => wanted.get(partition) === offset);
  return isSeen
    ? { state: "done", message: "", after }
    : { state: "pending", message: "The cluster shows other offsets than it said it set.", after: null };
}

/** What Kafka refuses for all partitions of a topic, or for none. */
const REFUSES_ALL: ReadonlySet<ClusterErrorCode> = new Set(["group_active", "not_authorized"]);

function refusedMove({ before }: OffsetResetRow, { code, message, retriable }: ClusterError): Ending {
  const state = retriable && code !== "group_active" ? "pending" : "blocked";
  return { state, message, after: null, untouched: before === null && REFUSES_ALL.has(code) };
}

async function readBack(
  { admin }: ClusterSession,
  { patch: { group, topic } }: OffsetResetRow,
  moved: readonly RecordedOffset[],
): Promise<RecordedOffset[]> {
  const committed = (await admin.committedOffsets([group])).get(group) ?? [];
  const offsets = new Map(committed.filter((one) => one.topic === topic).map((one) => [one.partition, one.offset]));
  return moved.map(({ partition }) => ({ partition, offset: offsets.get(partition)?.toString() ?? null }));
}

async function commit(session: ClusterSession, reset: OffsetResetRow, ending: Ending): Promise<void> {
  const { requestId } = reset;
  const isOver = ending.state === "done" || ending.state === "stale";
  const moved = transition("approved", { type: ending.state === "stale" ? "become-stale" : "apply" });
  if (!moved.ok) throw new Error("The table of states does not know how an approved reset ends.");
  const outcome: OffsetResetOutcome = {
    ...{ requestId, message: ending.message, after: ending.after, state: isOver ? "done" : endingState(ending) },
    attempt: isOver ? 0 : reset.attempt + 1,
    untouched: ending.untouched ?? false,
    // An active group is stopped by a person, who then says so: offsets that jump at whatever moment it happens to be empty are a surprise.
    dueInMs: ending.state === "pending" ? backOffMs(BACK_OFF, reset.attempt) : null,
  };

  await fenced(session, async (tx) => {
    const isApproved = await lockResetRequest(tx, requestId);
    await saveOffsetReset(tx, outcome);
    if (ending.state === "stale" && isApproved) await tellStale(tx, new Map([[requestId, ending.message]]));
    if (isOver && isApproved)
      await endApprovedRequests(tx, [{ id: requestId, state: moved.value, outcome: ending.message || null }]);
    await appendAudit(tx, resetEvents(session, reset, ending));
  });
}

function endingState({ state }: Ending): OffsetResetOutcome["state"] {
  return state === "blocked" ? "blocked" : "pending";
}

const ACTIONS = { done: "group.offsets-reset", stale: "request.stale", blocked: "group.reset-blocked" } as const;

function resetEvents(session: ClusterSession, reset: OffsetResetRow, { state, message, after }: Ending) {
  if (state === "pending" || (state === reset.state && message === reset.message)) return [];
  const { patch, requestId } = reset;
  const { group, topic } = patch;
  const found = patch.offsets.map(({ partition, before }) => ({ partition, offset: before }));
  return [
    {
      action: ACTIONS[state],
      actor: workerActor(session),
      object: { kind: "request", id: String(requestId), name: reset.objectName },
      teamId: reset.teamId,
      requestId: String(requestId),
      before: after ? { group, topic, offsets: reset.before ?? found } : { state: reset.state },
      after: after ? { group, topic, offsets: after } : { state },
      reason: message || null,
    },
  ];
}
