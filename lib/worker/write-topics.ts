import { aclText } from "#lib/db/worker-stores/acl-observations";
import type { DeniedOperation } from "#lib/db/worker-stores/due-topics";
import type { AclBinding } from "#lib/domain/acl-binding";
import { type Answer, ClusterCallFailed, type ClusterError } from "#lib/kafka/cluster-admin";
import { type ChangeWork, isConfigKey } from "./change-work.ts";
import type { ClusterSession } from "./cluster-session.ts";
import { chunks } from "./creation-batches.ts";
import { denialsOf } from "./look-at-denials.ts";
import type { PlannedWrite } from "./plan-writes.ts";

/**
 * Kafka's controller writes at most 10,000 metadata records per operation: one per key that is set, per partition that is added or moved. The
 * bound is what one call takes; a single topic may be above it and is then the cluster's to refuse.
 */
const RECORDS_PER_CALL = 5_000;
/** For each binding that is deleted the controller looks through all that there are. */
const BINDINGS_PER_CALL = 500;

/** How far writing came: after a call that got no answer nothing more is sent. */
export type Writing = {
  /** Everything of theirs was sent and answered, though some of it may have been refused. */
  written: ChangeWork[];
  /** Nothing is known about what was sent for them. */
  unanswered: ChangeWork[];
  failure: ClusterCallFailed | null;
};

type State = { untold: Set<PlannedWrite>; unsent: Set<PlannedWrite>; failure: ClusterCallFailed | null };

/** Sends what was planned, each kind of write for all topics in as few calls as they fit in. What the cluster refuses is noted at each topic. */
export async function writeTopics(session: ClusterSession, planned: readonly PlannedWrite[]): Promise<Writing> {
  const state: State = { untold: new Set(), unsent: new Set(), failure: null };
  const { admin } = session;
  await byName(session, state, planned, {
    writes: isConfigKey,
    toSend: ({ config }) => config,
    recordsOf: (config) => Object.keys(config).length,
    call: (changes) => admin.alterTopicConfigs(changes),
  });
  await byName(session, state, planned, {
    writes: (field) => field === "partitions",
    toSend: ({ partitions }) => partitions,
    recordsOf: (count, { work }) => count - work.observed.partitions,
    call: (counts) => admin.growTopics(counts),
    isDoneBefore: (work, { code }) =>
      code === "invalid_partitions" && !session.accepted.isGivenUp(work.topic.topicId, "partitions"),
  });
  await byName(session, state, planned, {
    // Whether a move has begun, and how far it is, is read partition by partition.
    writes: () => false,
    toSend: ({ moves }) => moves,
    recordsOf: (moves) => moves.size,
    call: (moves) => admin.reassignPartitions(moves),
  });
  await writeDenials(session, state, planned);
  const isKnown = (one: PlannedWrite) => !state.untold.has(one) && !state.unsent.has(one);
  return {
    written: planned.filter(isKnown).map(({ work }) => work),
    unanswered: [...state.untold].map(({ work }) => work),
    failure: state.failure,
  };
}

type NamedCall<T> = {
  /** The fields whose values are the topic's once this is accepted. */
  writes(field: string): boolean;
  toSend(planned: PlannedWrite): T | null;
  /** Metadata records that it costs the controller. */
  recordsOf(value: T, planned: PlannedWrite): number;
  call(values: ReadonlyMap<string, T>): Promise<Map<string, Answer<null>>>;
  /**
   * Whether this refusal says that it was done before. Topics are grown only where fewer partitions were read: a controller that has as many was asked by
   * an earlier worker, or before an answer was lost, and the read is behind. Where it never shows, the refusal means something else.
   */
  isDoneBefore?(work: ChangeWork, error: ClusterError): boolean;
};

async function byName<T>(
  session: ClusterSession,
  state: State,
  planned: readonly PlannedWrite[],
  { writes, toSend, recordsOf, call, isDoneBefore }: NamedCall<T>,
): Promise<void> {
  const told = ({ work }: PlannedWrite, answer: Answer<null> | undefined) => {
    const isAccepted = answer && (answer.ok || isDoneBefore?.(work, answer.error));
    if (!isAccepted) return note(work, answer);
    const { topicId } = work.topic;
    session.accepted.note(
      topicId,
      work.writes.filter(({ field }) => writes(field)),
    );
  };
  const items = planned.flatMap((one) => {
    const value = toSend(one);
    return value === null ? [] : [{ one, value, records: recordsOf(value, one) }];
  });
  for (const piece of bounded(items)) {
    await send(
      session,
      state,
      piece.map(({ one }) => one),
      async () => {
        const answers = await call(new Map(piece.map(({ one, value }) => [one.work.topic.name, value])));
        for (const { one } of piece) told(one, answers.get(one.work.topic.name));
      },
    );
  }
}

/** Pieces in order, each of as many records as one call takes. */
function bounded<T extends { records: number }>(items: readonly T[]): T[][] {
  const pieces: T[][] = [];
  let room = 0;
  for (const item of items) {
    const piece = pieces.at(-1);
    if (piece && item.records <= room) piece.push(item);
    else {
      pieces.push([item]);
      room = RECORDS_PER_CALL;
    }
    room -= item.records;
  }
  return pieces;
}

async function writeDenials(session: ClusterSession, state: State, planned: readonly PlannedWrite[]): Promise<void> {
  const { admin } = session;
  const of = (kind: "deny" | "undeny") =>
    planned.flatMap((one) =>
      one[kind].flatMap((operation) =>
        denialsOf(one.work.topic.name, [operation]).map((binding) => ({ one, operation, binding })),
      ),
    );
  await inOrder(session, state, of("deny"), {
    call: (bindings) => admin.createAcls(bindings),
    noted({ one, operation }, answer) {
      if (answer && !answer.ok && !answer.error.retriable) one.work.notDenied.push(operation);
    },
  });
  await inOrder(session, state, of("undeny"), { call: (bindings) => admin.deleteAcls(bindings) });
}

type Denial = { one: PlannedWrite; operation: DeniedOperation; binding: AclBinding };
type DenialCall = {
  call(bindings: AclBinding[]): Promise<Answer<null>[]>;
  noted?(denial: Denial, answer: Answer<null> | undefined): void;
};

async function inOrder(
  session: ClusterSession,
  state: State,
  items: readonly Denial[],
  { call, noted }: DenialCall,
): Promise<void> {
  for (const piece of chunks(items, BINDINGS_PER_CALL)) {
    await send(
      session,
      state,
      piece.map(({ one }) => one),
      async () => {
        touch(
          session,
          piece.map(({ binding }) => binding),
        );
        const answers = await call(piece.map(({ binding }) => binding));
        for (const [index, denial] of piece.entries()) {
          note(denial.one.work, answers[index]);
          noted?.(denial, answers[index]);
        }
      },
    );
  }
}

/** A sweep that began before these were written does not know better. */
export function touch(session: ClusterSession, bindings: readonly AclBinding[]): void {
  const now = performance.now();
  for (const binding of bindings) session.touchedAcls.set(aclText(binding), now);
}

async function send(
  session: ClusterSession,
  state: State,
  piece: readonly PlannedWrite[],
  call: () => Promise<void>,
): Promise<void> {
  // Asked right before each call: those before it may have taken their time.
  if (state.failure || session.signal.aborted || !session.lease.mayWrite()) {
    for (const one of piece) state.unsent.add(one);
    return;
  }
  try {
    await call();
  } catch (error) {
    if (!(error instanceof ClusterCallFailed)) throw error;
    session.lease.noteUnansweredWrite();
    state.failure = error;
    for (const one of piece) state.untold.add(one);
  }
}

function note(work: ChangeWork, answer: Answer<null> | undefined): void {
  if (!answer)
    work.error ??= { code: "unexpected", retriable: true, message: "The cluster did not say what became of it." };
  else if (!answer.ok) work.error ??= answer.error;
}
