import { appendAudit } from "#lib/db/append-audit";
import { aclText, removeAclObservations } from "#lib/db/worker-stores/acl-observations";
import {
  type AclRemovalOutcome,
  type AclRemovalRow,
  findDueAclRemovals,
  findManagedBindings,
  lockRemovalRequests,
  saveAclRemovals,
} from "#lib/db/worker-stores/acl-removals";
import { endApprovedRequests } from "#lib/db/worker-stores/topic-outcomes";
import { type AclBinding, bindingKey, bindingLabel } from "#lib/domain/acl-binding";
import { transition } from "#lib/domain/request";
import { ClusterCallFailed, type ClusterError } from "#lib/kafka/cluster-admin";
import { backOffMs } from "./back-off.ts";
import { identify } from "./cluster-identity.ts";
import { type ClusterSession, workerActor } from "./cluster-session.ts";
import { fenced } from "./fenced.ts";

/** Removals taken per round; each is at most 200 bindings. */
export const REMOVALS_PER_ROUND = 20;
const BACK_OFF = { firstMs: 1_000, capMs: 30_000 };

/**
 * One round of approved removals: deletes exactly the bindings that were approved, except those that a grant needs by now, reads back, and
 * commits what became of each.
 * @returns how many removals were taken; {@link REMOVALS_PER_ROUND} when there may be more
 * @throws ClusterCallFailed, IdentityChanged, ClusterNotServed, LeaseLost
 */
export async function removeAcls(session: ClusterSession): Promise<number> {
  const due = await findDueAclRemovals(session.db, session.slug, REMOVALS_PER_ROUND);
  if (due.length === 0) return 0;

  await identify(session);
  for (const removal of due) await remove(session, removal);
  return due.length;
}

async function remove(session: ClusterSession, removal: AclRemovalRow): Promise<void> {
  const managed = await findManagedBindings(session.db, session.slug, removal.bindings);
  const managedKeys = new Set(managed.map(bindingKey));
  const toDelete = removal.bindings.filter((binding) => !managedKeys.has(bindingKey(binding)));
  if (session.signal.aborted || !session.lease.mayWrite()) return;

  try {
    const refusals = await deleteAll(session, toDelete);
    const left = await stillThere(session, toDelete);
    await commit(session, removal, outcomeOf(removal, { managed, refusals, left }), {
      gone: toDelete.filter((binding) => !left.has(bindingKey(binding))),
      isStale: managed.length > 0,
    });
  } catch (error) {
    if (!(error instanceof ClusterCallFailed)) throw error;
    session.lease.noteUnansweredWrite();
    const { message, retriable } = error.error;
    await commit(session, removal, again(removal, message, retriable ? "pending" : "blocked"), {
      gone: [],
      isStale: false,
    });
    if (retriable) throw error;
  }
}

type Refused = { binding: AclBinding; error: ClusterError };

async function deleteAll(session: ClusterSession, bindings: readonly AclBinding[]): Promise<Refused[]> {
  if (bindings.length === 0) return [];
  const now = performance.now();
  for (const binding of bindings) session.touchedAcls.set(aclText(binding), now);
  const answers = await session.admin.deleteAcls(bindings);
  return bindings.flatMap((binding, index) => {
    const answer = answers[index];
    return answer?.ok === false ? [{ binding, error: answer.error }] : [];
  });
}

async function stillThere({ admin }: ClusterSession, bindings: readonly AclBinding[]): Promise<Set<string>> {
  const principals = [...new Set(bindings.map(({ principal }) => principal))];
  const keys = new Set(bindings.map(bindingKey));
  const read = await Promise.all(principals.map((principal) => admin.listAcls(principal)));
  return new Set(
    read
      .flat()
      .map(bindingKey)
      .filter((key) => keys.has(key)),
  );
}

type Found = { managed: AclBinding[]; refusals: Refused[]; left: ReadonlySet<string> };

function outcomeOf(removal: AclRemovalRow, { managed, refusals, left }: Found): AclRemovalOutcome {
  const refused = refusals.filter(({ binding }) => left.has(bindingKey(binding)));
  if (refused.length > 0) {
    const message = refused.map(({ binding, error }) => `${bindingLabel(binding)}: ${error.message}`).join("\n");
    return again(removal, message, refused.some(({ error }) => !error.retriable) ? "blocked" : "pending");
  }
  if (left.size > 0) return again(removal, "The cluster still shows what it said it deleted.", "pending");
  const message = managed.length > 0 ? keptMessage(managed) : "";
  return { requestId: String(removal.requestId), state: "done", message, attempt: 0, dueInMs: null };
}

function again(removal: AclRemovalRow, message: string, state: "pending" | "blocked"): AclRemovalOutcome {
  const { requestId, attempt } = removal;
  return { requestId: String(requestId), state, message, attempt: attempt + 1, dueInMs: backOffMs(BACK_OFF, attempt) };
}

function keptMessage(managed: readonly AclBinding[]): string {
  const kept = managed.map((binding) => `${binding.principal} ${bindingLabel(binding)}`).join(", ");
  return `Kept, because a grant needs it by now: ${kept}. Only the end of the grant removes it.`;
}

async function commit(
  session: ClusterSession,
  removal: AclRemovalRow,
  outcome: AclRemovalOutcome,
  { gone, isStale }: { gone: readonly AclBinding[]; isStale: boolean },
): Promise<void> {
  const moved = transition("approved", { type: isStale ? "become-stale" : "apply" });
  if (!moved.ok) throw new Error("The table of states does not know how an approved removal ends.");

  await fenced(session, async (tx) => {
    const approved = await lockRemovalRequests(tx, [removal.requestId]);
    await saveAclRemovals(tx, [outcome]);
    await removeAclObservations(tx, session.slug, gone);
    if (outcome.state === "done" && approved.has(removal.requestId))
      await endApprovedRequests(tx, [{ id: removal.requestId, state: moved.value, outcome: outcome.message || null }]);
    await appendAudit(tx, removalEvents(session, removal, outcome, gone));
  });
}

function removalEvents(
  session: ClusterSession,
  removal: AclRemovalRow,
  { state, message }: AclRemovalOutcome,
  gone: readonly AclBinding[],
) {
  if (state === "pending" || (state === removal.state && message === removal.message)) return [];
  return [
    {
      action: state === "done" ? "acl.removed" : "acl.removal-blocked",
      actor: workerActor(session),
      object: { kind: "request", id: String(removal.requestId), name: removal.objectName },
      teamId: removal.teamId,
      requestId: String(removal.requestId),
      before: { state: removal.state },
      after: { state, removed: gone.map((binding) => `${binding.principal} ${bindingLabel(binding)}`) },
      reason: message || null,
    },
  ];
}
