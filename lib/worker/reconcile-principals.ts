import {
  findDuePrincipals,
  findGrants,
  type GrantRow,
  type PrincipalRow,
  recordPrincipalAttempts,
} from "#lib/db/worker-stores/due-principals";
import {
  lockPrincipals,
  type PrincipalOutcomeRow,
  savePrincipalOutcomes,
} from "#lib/db/worker-stores/principal-outcomes";
import { type AclBinding, bindingKey } from "#lib/domain/acl-binding";
import { principalOf } from "#lib/domain/principal-name";
import { openCredential } from "#lib/domain/sealed-credential";
import { ClusterCallFailed, type ClusterError } from "#lib/kafka/cluster-admin";
import { backOffMs, ITEM_BACK_OFF } from "./back-off.ts";
import { identify } from "./cluster-identity.ts";
import type { ClusterSession } from "./cluster-session.ts";
import { commitPrincipals } from "./commit-principals.ts";
import { decidePrincipalStep } from "./decide-principal-step.ts";
import { fenced } from "./fenced.ts";
import { lookAtBindings, lookAtUsers, type UserSight } from "./look-at-principals.ts";
import { againPrincipal, outcomeOf, type PrincipalOutcome, type PrincipalWork } from "./principal-outcome.ts";
import { pause } from "./wake-up.ts";
import { beginWriting, clearAway, UNANSWERED, type Writing, writePrincipals } from "./write-principals.ts";

/** Principals taken per round. */
export const PRINCIPALS_PER_ROUND = 200;
/** Waits between looks, in ms. A write shows within milliseconds; behind a bulk it takes longer, and later rounds look again. */
const WAITS_MS = [0, 5, 10, 20, 50, 100, 200];
/** How long a cluster that does not tell its ACLs at all is left alone. */
const NOT_TOLD_BACK_OFF = { firstMs: 2_000, capMs: 30_000 };

/**
 * One round: takes the principals that are due on a cluster, looks at their credentials and quotas, decides, commits what is about to be
 * written, writes, reads everything back and commits what became of each. Whatever is thrown, nothing is lost: what was not committed
 * is still due.
 * @returns how many principals were due; {@link PRINCIPALS_PER_ROUND} when there may be more
 * @throws ClusterCallFailed, IdentityChanged, ClusterNotServed, LeaseLost
 */
export async function reconcilePrincipals(session: ClusterSession): Promise<number> {
  const taken = await findDuePrincipals(session.db, session.slug, PRINCIPALS_PER_ROUND);
  if (taken.length === 0) return 0;
  session.checkpoint("taken");

  const applicationIds = [...new Set(taken.map(({ applicationId }) => applicationId))];
  const grants = Map.groupBy(
    await findGrants(session.db, session.slug, applicationIds),
    ({ applicationId }) => applicationId,
  );
  const [waiting, free] = partition(taken, ({ waitsForNamesake }) => waitsForNamesake);
  try {
    const [, sight] = await Promise.all([identify(session), lookAtUsers(session.admin, free)]);
    const { works, unread } = decide(session, free, grants, sight);
    await carryOut(session, works, [...waiting.map(waitForNamesake), ...unread]);
  } catch (error) {
    await postpone(session, taken, error);
  }
  return taken.filter(({ due }) => due).length;
}

type Decided = { works: PrincipalWork[]; unread: Untold[] };

function decide(
  session: ClusterSession,
  principals: readonly PrincipalRow[],
  grants: ReadonlyMap<string, GrantRow[]>,
  { users, quotas }: UserSight,
): Decided {
  const decided: Decided = { works: [], unread: [] };
  for (const principal of principals) {
    const [user, quota] = [users.get(principal.name), quotas.get(principal.name)];
    const error = (user?.ok === false && user.error) || (quota?.ok === false && quota.error) || null;
    if (error) {
      decided.unread.push(notTold(principal, error));
      continue;
    }
    const own = grants.get(principal.applicationId) ?? [];
    const sight = { hasCredential: user?.ok === true, quota: quota?.ok ? quota.value : {} };
    const opened = principal.sealed
      ? openCredential(session.credentialKey, principal.sealed, {
          principalId: principal.principalId,
          generation: principal.sealed.generation,
        })
      : null;
    const step = decidePrincipalStep(principal, own, sight, opened);
    decided.works.push({
      principal,
      grants: own,
      sight,
      step,
      refusals: new Map(),
      credentialError: null,
      quotaError: null,
    });
  }
  return decided;
}

type Untold = { principal: PrincipalRow; row: PrincipalOutcomeRow };

async function carryOut(
  session: ClusterSession,
  works: readonly PrincipalWork[],
  untold: readonly Untold[],
): Promise<void> {
  await recordAttempts(session, works);
  session.checkpoint("attempt-recorded");
  const writing = beginWriting();
  await writePrincipals(session, works, writing);
  session.checkpoint("answered");

  const waiting = [...writing.unanswered].map((work) => unanswered(work, writing));
  await commitUntold(session, [...untold, ...waiting]);
  const isWritten = (work: PrincipalWork) => !writing.unanswered.has(work) && !writing.unsent.has(work);
  const written = works.filter(isWritten);
  const outcomes = written.length > 0 ? await verify(session, written, writing) : [];
  session.checkpoint("verified");
  // An application's grants are judged when it is known of all its principals what became of them.
  const incomplete = [...untold, ...works.filter((work) => !outcomes.some((outcome) => outcome.work === work))];
  const applicationIds = new Set(incomplete.map(({ principal }) => principal.applicationId));
  await commitPrincipals(session, outcomes, applicationIds);
  if (writing.failure) throw writing.failure;
}

function unanswered({ principal }: PrincipalWork, { failure }: Writing): Untold {
  const dueInMs = backOffMs(ITEM_BACK_OFF, principal.attempt);
  return {
    principal,
    row: againPrincipal(principal, { reason: UNANSWERED, message: failure?.message ?? "", dueInMs }),
  };
}

async function commitUntold(session: ClusterSession, untold: readonly Untold[]): Promise<void> {
  if (untold.length === 0) return;
  const rows = untold.map(({ row }) => row);
  await fenced(session, async (tx) => {
    await lockPrincipals(
      tx,
      [],
      rows.map(({ principalId }) => principalId),
    );
    await savePrincipalOutcomes(tx, rows);
  });
}

async function recordAttempts(session: ClusterSession, works: readonly PrincipalWork[]): Promise<void> {
  const idsOf = (some: readonly PrincipalWork[]) => some.map(({ principal }) => principal.principalId);
  const attempts = {
    bindings: works.flatMap(({ principal: { principalId }, step }) =>
      step.toCreate.map((binding) => ({ principalId, binding })),
    ),
    credentials: idsOf(works.filter(({ step }) => step.credential.do === "upsert")),
    quotas: idsOf(works.filter(({ step }) => step.quota.do === "alter")),
  };
  const nothing = Object.values(attempts).every(({ length }) => length === 0);
  if (nothing) return;

  await fenced(session, async (tx) => {
    await lockPrincipals(tx, [], idsOf(works));
    await recordPrincipalAttempts(tx, session.slug, attempts);
  });
}

/**
 * Reads back until the cluster shows what it accepted, or patience ends. Ended principals whose ACLs are gone are cleared away on the way.
 */
async function verify(
  session: ClusterSession,
  works: readonly PrincipalWork[],
  writing: Writing,
): Promise<PrincipalOutcome[]> {
  const seen = await untilShown(session, works);
  const cleared = works.filter(
    ({ principal, step }) => principal.ended && !step.toRemove.some((one) => seen.has(bindingKey(one))),
  );
  await clearAway(session, cleared, writing);

  const changed = works.filter(({ step }) => step.credential.do === "upsert" || step.quota.do === "alter");
  const looked = new Set([...changed, ...cleared]);
  const sight = await lookAtUsers(
    session.admin,
    [...looked].map(({ principal }) => principal),
  );
  // Whether it was cleared away is not known then; it is still due.
  const known = works.filter((work) => !writing.unanswered.has(work) && !writing.unsent.has(work));
  return known.map((work) => {
    const { name } = work.principal;
    const [user, quota] = [sight.users.get(name), sight.quotas.get(name)];
    if (!looked.has(work)) return outcomeOf(work, { bindings: seen, ...work.sight });
    const hasCredential = user ? user.ok || null : false;
    return outcomeOf(work, { bindings: seen, hasCredential, quota: quota?.ok ? quota.value : null });
  });
}

/**
 * What the cluster shows of these principals' bindings. Only those that do not stand as written yet are looked at again: to tell those of one,
 * a broker looks through all that it has.
 */
async function untilShown(session: ClusterSession, works: readonly PrincipalWork[]): Promise<Set<string>> {
  const shown = new Map<string, Set<string>>();
  let left = works;
  for (const waitMs of WAITS_MS) {
    await pause(waitMs, session.signal);
    const names = left.map(({ principal }) => principal.name);
    for (const name of names) shown.set(principalOf(name), new Set());
    for (const [key, { principal }] of await lookAtBindings(session.admin, names, session.aclsOnCluster))
      shown.get(principal)?.add(key);

    left = left.filter((work) => !isAsWritten(work, shown.get(principalOf(work.principal.name))));
    if (left.length === 0 || session.signal.aborted) break;
  }
  return new Set([...shown.values()].flatMap((keys) => [...keys]));
}

function isAsWritten({ step, refusals }: PrincipalWork, shown: ReadonlySet<string> | undefined): boolean {
  const accepted = (bindings: readonly AclBinding[]) => bindings.map(bindingKey).filter((key) => !refusals.has(key));
  return (
    accepted(step.toCreate).every((key) => shown?.has(key)) && !accepted(step.toRemove).some((key) => shown?.has(key))
  );
}

/** The cluster answers, but does not tell its ACLs or users: it has no authorizer, or the worker no right to see them. */
async function postpone(session: ClusterSession, taken: readonly PrincipalRow[], error: unknown): Promise<void> {
  if (!(error instanceof ClusterCallFailed) || error.error.retriable) throw error;
  await commitUntold(
    session,
    taken.map((principal) => notTold(principal, error.error)),
  );
}

function notTold(principal: PrincipalRow, { code, message, retriable }: ClusterError): Untold {
  const dueInMs = backOffMs(NOT_TOLD_BACK_OFF, principal.attempt);
  const state = retriable ? "pending" : "blocked";
  return { principal, row: againPrincipal(principal, { reason: code, message, dueInMs, state }) };
}

function waitForNamesake(principal: PrincipalRow): Untold {
  const message = "An ended principal of the same name is being cleared away first.";
  return { principal, row: againPrincipal(principal, { reason: "waiting_for_namesake", message, dueInMs: 1_000 }) };
}

function partition<T>(items: readonly T[], is: (item: T) => boolean): [T[], T[]] {
  return [items.filter(is), items.filter((item) => !is(item))];
}
