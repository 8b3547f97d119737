import { DecideCampaignItem } from "#lib/contract/access";
import { lockCampaignItem, saveCampaignDecision } from "#lib/db/stores/campaigns";
import { endGrant, type Grant, lockGrant } from "#lib/db/stores/grants";
import { noticeGrantEnded } from "#lib/domain/grant-ended-notice";
import { fail } from "#lib/domain/result";
import { campaignRecord } from "../campaigns/campaign-record.ts";
import { type AuditDraft, defineCommand, succeed } from "../define-command.ts";
import { personOf } from "../person.ts";

/** Answers for one grant of a recertification: it is kept, or ends at once. The last answer closes the recertification. */
export const decideCampaignItem = defineCommand({
  name: "decide-campaign-item",
  permission: "campaign.decide",
  input: DecideCampaignItem,
  async subject(db, { campaignId, grantId }) {
    // The campaign before its grants, as the worker does when it closes one.
    const item = await lockCampaignItem(db, campaignId, grantId);
    const grant = item && (await lockGrant(db, grantId));
    if (!grant) return null;

    const { team, application } = grant;
    const sides = { teamId: team.id, askingTeamId: application.team.id };
    return { grant, item, subject: { kind: "campaign", id: campaignId, ...sides, visibility: "involved" } };
  },
  async handle({ actor, db }, { campaignId, grantId, decision, reason }, { grant, item }) {
    if (item.closed) return fail("conflict", `${item.title} is closed; what nobody answered for has ended.`);
    if (item.decision !== null) return fail("conflict", `It was answered already: ${item.decision}.`);

    await saveCampaignDecision(db, { campaignId, grantId, decision, reason, userId: personOf(actor) });
    const answered: AuditDraft = {
      action: "campaign.answered",
      ...campaignRecord({ id: campaignId, title: item.title, teamId: grant.team.id }),
      after: { grantId, decision, application: grant.application.slug, resource: grant.terms.resourceName },
      reason,
    };
    const value = { campaignId, grantId, decision };
    const end = { kind: "revoked" as const, by: actor.name, reason: `${item.title}: ${reason}` };
    if (decision === "keep" || !(await endGrant(db, grantId, end))) return succeed(value, { audit: answered });

    const by = { id: actor.userId, name: actor.name };
    const tell = [noticeGrantEnded(endedGrant(grant), { kind: "revoked", by, reason: end.reason })];
    return succeed(value, { audit: [answered, endedEvent(grant, end.reason)], wake: [grant.cluster], tell });
  },
});

function endedGrant({ id, cluster, terms, application, team }: Grant) {
  const { operation, resourceName: resource, patternType } = terms;
  const holder = { slug: application.slug, name: application.name, teamId: application.team.id };
  return {
    id,
    cluster,
    operation,
    resource,
    prefixed: patternType === "PREFIXED",
    application: holder,
    teamId: team.id,
  };
}

function endedEvent(grant: Grant, reason: string): AuditDraft {
  return {
    action: "grant.revoked",
    object: { kind: "grant", id: grant.id, name: grant.terms.resourceName },
    teamId: grant.team.id,
    before: { state: grant.state },
    after: { state: "ended", endKind: "revoked" },
    reason,
  };
}
