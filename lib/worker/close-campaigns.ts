import { appendAudit } from "#lib/db/append-audit";
import type { Connection, Database } from "#lib/db/database";
import { insertNotices } from "#lib/db/insert-notices";
import {
  closeCampaign,
  type DueCampaign,
  endSilentGrants,
  lockDueCampaign,
  lockSilentGrants,
  type SilentGrant,
} from "#lib/db/worker-stores/due-campaigns";
import type { AuditEvent } from "#lib/domain/audit";
import { noticesGrantEnded } from "#lib/domain/grant-ended-notice";

const GRANTS_PER_TRANSACTION = 250;
const CLOCK = { kind: "system", id: null, name: "clock" } as const;

/**
 * Closes recertifications whose date has passed: a grant that nobody answered for ends. Several workers may call it at once, each closes others.
 * @returns how many grants ended by silence
 */
export async function closeCampaigns(db: Database): Promise<number> {
  const ended = await db.$transaction(async (tx) => {
    const campaign = await lockDueCampaign(tx);
    if (!campaign) return null;

    const silent = await lockSilentGrants(tx, campaign.id, GRANTS_PER_TRANSACTION);
    if (silent.length > 0) await endAll(tx, campaign, silent);
    if (silent.length < GRANTS_PER_TRANSACTION) {
      await closeCampaign(tx, campaign.id);
      await appendAudit(tx, [closedEvent(campaign)]);
    }
    return silent.filter(({ lives }) => lives).length;
  });
  return ended === null ? 0 : ended + (await closeCampaigns(db));
}

async function endAll(tx: Connection, campaign: DueCampaign, silent: readonly SilentGrant[]): Promise<void> {
  const reason = `${campaign.title}: nobody answered in time.`;
  const ids = silent.map(({ id }) => id);
  await endSilentGrants(tx, campaign.id, ids, reason);

  const living = silent.filter(({ lives }) => lives);
  await insertNotices(
    tx,
    living.flatMap((grant) => noticesGrantEnded(grant, { kind: "revoked", by: null, reason })),
  );
  await appendAudit(
    tx,
    living.map((grant) => endedEvent(grant, reason)),
  );
}

function endedEvent({ id, resource, team }: SilentGrant, reason: string): AuditEvent {
  return {
    action: "grant.revoked",
    actor: CLOCK,
    object: { kind: "grant", id, name: resource },
    teamId: team.id,
    after: { state: "ended", endKind: "revoked" },
    reason,
  };
}

function closedEvent({ id, title, teamId }: DueCampaign): AuditEvent {
  return {
    action: "campaign.closed",
    actor: CLOCK,
    object: { kind: "campaign", id, name: title },
    teamId,
    before: { state: "open" },
    after: { state: "closed" },
  };
}
