import { appendAudit } from "#lib/db/append-audit";
import type { Connection, Database } from "#lib/db/database";
import { insertNotices } from "#lib/db/insert-notices";
import {
  endLapsedRequests,
  type LapsedRequest,
  lockDependents,
  lockLapsedRequests,
  tryLockLapsing,
} from "#lib/db/worker-stores/lapsed-requests";
import type { AuditEvent } from "#lib/domain/audit";
import { LAPSE_AFTER_DAYS, transition } from "#lib/domain/request";
import { noticeRequestDecided } from "#lib/domain/request-decided-notice";

const REQUESTS_PER_TRANSACTION = 200;
const OUTCOME = `Nobody decided it within ${LAPSE_AFTER_DAYS} days.`;

/**
 * Ends requests that nobody decided in time, gives their names back, tells who asked and records it, one transaction per 200. Several workers may call it
 * at once; one of them works.
 * @returns how many lapsed
 */
export async function lapseRequests(db: Database): Promise<number> {
  const lapsed = await db.$transaction(async (tx) => {
    if (!(await tryLockLapsing(tx))) return 0;
    const requests = await lockLapsedRequests(tx, REQUESTS_PER_TRANSACTION);
    if (requests.length === 0) return 0;

    const moved = transition("submitted", { type: "lapse" });
    if (!moved.ok) throw new Error("The table of states does not know how a submitted request lapses.");
    await endLapsedRequests(
      tx,
      requests.map(({ id }) => id),
      { state: moved.value, outcome: OUTCOME },
    );
    const lapse = { state: "lapsed", by: null, reason: OUTCOME } as const;
    await insertNotices(
      tx,
      requests.flatMap((request) => noticeRequestDecided(request, lapse)),
    );
    const stale = await endDependents(
      tx,
      requests.map(({ id }) => id),
    );
    await appendAudit(tx, [...requests.map((request) => lapsedEvent(request, moved.value)), ...stale]);
    return requests.length;
  });
  return lapsed < REQUESTS_PER_TRANSACTION ? lapsed : lapsed + (await lapseRequests(db));
}

/** What waited for a request that will never be carried out can be asked for again, without it. */
async function endDependents(tx: Connection, ids: readonly number[]): Promise<AuditEvent[]> {
  const dependents = await lockDependents(tx, ids);
  if (dependents.length === 0) return [];

  const moved = transition("submitted", { type: "become-stale" });
  if (!moved.ok) throw new Error("The table of states does not know how a submitted request becomes stale.");
  const outcomes = dependents.map((one) => ({
    ...one,
    outcome: `Request ${one.dependsOn}, which it waited for, has ended.`,
  }));
  for (const { id, outcome } of outcomes) await endLapsedRequests(tx, [id], { state: moved.value, outcome });
  await insertNotices(
    tx,
    outcomes.flatMap((one) => noticeRequestDecided(one, { state: "stale", by: null, reason: one.outcome })),
  );
  const theirs = await endDependents(
    tx,
    dependents.map(({ id }) => id),
  );
  return [...outcomes.map((one) => staleEvent(one, moved.value)), ...theirs];
}

function staleEvent(request: LapsedRequest & { outcome: string }, state: string): AuditEvent {
  return { ...lapsedEvent(request, state), action: "request.stale", reason: request.outcome };
}

function lapsedEvent({ id, name, team }: LapsedRequest, state: string): AuditEvent {
  return {
    action: "request.lapsed",
    actor: { kind: "system", id: null, name: "clock" },
    object: { kind: "request", id: String(id), name },
    teamId: team.id,
    requestId: String(id),
    before: { state: "submitted" },
    after: { state },
    reason: OUTCOME,
  };
}
