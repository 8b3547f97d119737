import { appendAudit } from "#lib/db/append-audit";
import type { Database } from "#lib/db/database";
import { insertNotices } from "#lib/db/insert-notices";
import {
  endLapsedRequests,
  type LapsedRequest,
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
    await appendAudit(
      tx,
      requests.map((request) => lapsedEvent(request, moved.value)),
    );
    return requests.length;
  });
  return lapsed < REQUESTS_PER_TRANSACTION ? lapsed : lapsed + (await lapseRequests(db));
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
