import { aclText } from "#lib/db/worker-stores/acl-observations";
import { type AclBinding, bindingKey } from "#lib/domain/acl-binding";
import { type Answer, ClusterCallFailed, type ClusterError, type ScramCredential } from "#lib/kafka/cluster-admin";
import type { ClusterSession } from "./cluster-session.ts";
import { chunks } from "./creation-batches.ts";
import type { PrincipalWork } from "./principal-outcome.ts";

/** Most bindings of one call: each call costs the controller about 30 ms, however few there are in it. */
const BINDINGS_PER_CALL = 500;
const USERS_PER_CALL = 200;

/** How far writing came: after a call that got no answer nothing more is sent. */
export type Writing = {
  /** Their last call got no answer: nothing is known about what was to be written. */
  unanswered: Set<PrincipalWork>;
  /** Some of theirs was not sent any more. */
  unsent: Set<PrincipalWork>;
  failure: ClusterCallFailed | null;
};

export function beginWriting(): Writing {
  return { unanswered: new Set(), unsent: new Set(), failure: null };
}

/** A piece of one principal's work. */
type Item<T> = { work: PrincipalWork; value: T };

/**
 * Writes what was decided, except what ended principals give back last: credentials, then bindings that are to be there, then quotas, then
 * removals, so that nothing is missing meanwhile. What the cluster refuses is noted at each principal.
 */
export async function writePrincipals(
  session: ClusterSession,
  works: readonly PrincipalWork[],
  writing: Writing,
): Promise<void> {
  await upsertCredentials(session, works, writing);
  const { createAcls, deleteAcls } = session.admin;
  const toCreate = works.flatMap((work) => work.step.toCreate.map((value) => ({ work, value })));
  await writeBindings(session, writing, toCreate, (bindings) => createAcls.call(session.admin, bindings));
  const isAlive = ({ principal }: PrincipalWork) => !principal.ended;
  await alterQuotas(session, works.filter(isAlive), writing);
  const toRemove = works.flatMap((work) => work.step.toRemove.map((value) => ({ work, value })));
  await writeBindings(session, writing, toRemove, (bindings) => deleteAcls.call(session.admin, bindings));
}

/**
 * Takes credentials and quotas of ended principals away. Call it for those whose ACLs are gone: a credential that is deleted does not cut
 * open connections.
 */
export async function clearAway(
  session: ClusterSession,
  works: readonly PrincipalWork[],
  writing: Writing,
): Promise<void> {
  const gone = works.filter(({ step }) => step.credential.do === "delete");
  await inCalls(session, writing, gone.map(ofPrincipal), USERS_PER_CALL, async (items) => {
    const answers = await session.admin.deleteScramCredentials(items.map(({ work }) => work.principal.name));
    for (const { work } of items) work.credentialError = errorOf(answers.get(work.principal.name));
  });
  await alterQuotas(session, works, writing);
}

async function upsertCredentials(
  session: ClusterSession,
  works: readonly PrincipalWork[],
  writing: Writing,
): Promise<void> {
  const items = works.flatMap((work): Item<ScramCredential>[] => {
    const { credential } = work.step;
    return credential.do === "upsert" ? [{ work, value: { username: work.principal.name, ...credential.salted } }] : [];
  });
  await inCalls(session, writing, items, USERS_PER_CALL, async (some) => {
    const answers = await session.admin.upsertScramCredentials(some.map(({ value }) => value));
    for (const { work } of some) work.credentialError = errorOf(answers.get(work.principal.name));
  });
}

async function alterQuotas(session: ClusterSession, works: readonly PrincipalWork[], writing: Writing): Promise<void> {
  const items = works.flatMap((work) => {
    const { quota } = work.step;
    return quota.do === "alter" ? [{ work, value: [work.principal.name, quota.quota] as const }] : [];
  });
  await inCalls(session, writing, items, USERS_PER_CALL, async (some) => {
    const answers = await session.admin.alterUserQuotas(new Map(some.map(({ value }) => value)));
    for (const { work } of some) work.quotaError = errorOf(answers.get(work.principal.name));
  });
}

async function writeBindings(
  session: ClusterSession,
  writing: Writing,
  items: readonly Item<AclBinding>[],
  write: (bindings: AclBinding[]) => Promise<Answer<null>[]>,
): Promise<void> {
  await inCalls(session, writing, items, BINDINGS_PER_CALL, async (some) => {
    const now = performance.now();
    for (const { value } of some) session.touchedAcls.set(aclText(value), now);
    const answers = await write(some.map(({ value }) => value));
    for (const [index, { work, value }] of some.entries()) {
      const error = errorOf(answers[index]);
      if (error) work.refusals.set(bindingKey(value), error);
    }
  });
}

function ofPrincipal(work: PrincipalWork): Item<null> {
  return { work, value: null };
}

/**
 * Calls in pieces. Principals whose last call failed as a whole come last and go in smaller and smaller pieces, so that one that the
 * cluster chokes on ends up alone and holds back nobody.
 */
async function inCalls<T>(
  session: ClusterSession,
  writing: Writing,
  items: readonly Item<T>[],
  most: number,
  call: (items: Item<T>[]) => Promise<void>,
): Promise<void> {
  const byFailures = Map.groupBy(items, ({ work }) => failuresOf(work));
  const pieces = [...byFailures]
    .sort(([one], [other]) => one - other)
    .flatMap(([failures, some]) => chunks(some, Math.max(1, most >> Math.min(failures, 30))));
  for (const piece of pieces) {
    // Asked right before each call: those before it may have taken their time.
    if (writing.failure || !session.lease.mayWrite() || session.signal.aborted) addWorks(writing.unsent, piece);
    else await tryCall(session, writing, piece, call);
  }
}

async function tryCall<T>(
  session: ClusterSession,
  writing: Writing,
  piece: Item<T>[],
  call: (items: Item<T>[]) => Promise<void>,
): Promise<void> {
  try {
    await call(piece);
  } catch (error) {
    if (!(error instanceof ClusterCallFailed)) throw error;
    session.lease.noteUnansweredWrite();
    writing.failure = error;
    addWorks(writing.unanswered, piece);
  }
}

function addWorks(works: Set<PrincipalWork>, items: readonly Item<unknown>[]): void {
  for (const { work } of items) works.add(work);
}

/** The reason in the status of a principal whose last write got no answer. */
export const UNANSWERED = "waiting_for_cluster";

function failuresOf({ principal: { reason, attempt } }: PrincipalWork): number {
  return reason === UNANSWERED ? attempt : 0;
}

function errorOf(answer: Answer<null> | undefined): ClusterError | null {
  if (!answer) return { code: "unexpected", retriable: true, message: "The cluster did not say what became of it." };
  return answer.ok ? null : answer.error;
}
