import { appendAudit } from "#lib/db/append-audit";
import type { Connection, Database } from "#lib/db/database";
import { insertNotices, OUTBOX_BELL } from "#lib/db/insert-notices";
import {
  type ExpiredGrant,
  type ExpiredPrincipal,
  endExpiredGrants,
  endExpiredPrincipals,
  lockExpiredGrants,
  ringForClusters,
  tryLockExpiry,
} from "#lib/db/worker-stores/ended-grants";
import type { AuditEvent } from "#lib/domain/audit";
import { noticesGrantEnded } from "#lib/domain/grant-ended-notice";

const PER_TRANSACTION = 500;
const PRINCIPAL_ENDED = "Its time beside the principal that replaced it was over.";

/**
 * Ends grants and principals that are past their date by the database's clock, records it and tells both sides, one transaction per 500.
 * Several workers may call it at once; one of them works. However long nobody called it, the next call ends all.
 * @returns how many ended
 */
export async function expireGrants(db: Database): Promise<number> {
  const ended = await db.$transaction(expireSome);
  return ended < PER_TRANSACTION ? ended : ended + (await expireGrants(db));
}

/** The audit trail comes last, for both: whoever writes there holds up everybody who has a principal's status locked and is about to. */
async function expireSome(tx: Connection): Promise<number> {
  if (!(await tryLockExpiry(tx))) return 0;

  const grants = await endGrants(tx);
  const principals = await endExpiredPrincipals(tx, PER_TRANSACTION, PRINCIPAL_ENDED);
  const rung = [...grants, ...principals].map(({ cluster }) => cluster);
  await ringForClusters(tx, grants.length > 0 ? [...rung, OUTBOX_BELL] : rung);
  await appendAudit(tx, [...grants.map(expiredEvent), ...principals.map(principalEndedEvent)]);
  return grants.length + principals.length;
}

async function endGrants(tx: Connection): Promise<ExpiredGrant[]> {
  const grants = await lockExpiredGrants(tx, PER_TRANSACTION);
  if (grants.length === 0) return grants;

  const ids = grants.map(({ grantId }) => grantId);
  await endExpiredGrants(tx, ids);
  const over = { kind: "expired", by: null, reason: "" } as const;
  const notices = grants.flatMap(({ grantId: id, ...grant }) => noticesGrantEnded({ id, ...grant }, over));
  await insertNotices(tx, notices);
  return grants;
}

const CLOCK = { kind: "system", id: null, name: "clock" } as const;

function expiredEvent({ grantId, resource, team, application, expiresAt }: ExpiredGrant): AuditEvent {
  return {
    action: "grant.expired",
    actor: CLOCK,
    object: { kind: "grant", id: grantId, name: resource },
    teamId: team.id,
    after: { state: "ended", application: application.slug, expiresAt: expiresAt.toISOString() },
  };
}

function principalEndedEvent({ principalId, name, teamId, endsAt }: ExpiredPrincipal): AuditEvent {
  return {
    action: "principal.expired",
    actor: CLOCK,
    object: { kind: "principal", id: principalId, name },
    teamId,
    after: { endsAt: endsAt.toISOString() },
    reason: PRINCIPAL_ENDED,
  };
}
