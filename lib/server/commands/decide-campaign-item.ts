import { DecideCampaignItem } from "#lib/contract/campaigns";
import { lockCampaignItem, saveCampaignDecision } from "#lib/db/stores/campaigns";
import { lockGrant } from "#lib/db/stores/grants";
import { fail } from "#lib/domain/result";
import { endGrantNow } from "../access/end-grant.ts";
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
    if (decision === "keep") return succeed(value, { audit: answered });

    const ended = await endGrantNow({ actor, db }, grant, { kind: "revoked", reason: `${item.title}: ${reason}` });
    // It had ended before it was asked about: the answer stands, and there is nothing to do.
    if (!ended.ok) return succeed(value, { audit: answered });
    return succeed(value, { ...ended, audit: [answered, ...[ended.audit].flat()] });
  },
});
