import { CreateCampaign } from "#lib/contract/campaigns";
import { insertCampaign, insertCampaignItems } from "#lib/db/stores/campaigns";
import { databaseNow } from "#lib/db/stores/clock";
import { lockTeam } from "#lib/db/stores/teams";
import { type FieldError, fail } from "#lib/domain/result";
import { campaignRecord } from "../campaigns/campaign-record.ts";
import { defineCommand, succeed } from "../define-command.ts";
import { personOf } from "../person.ts";

/** More than people can answer for in one go; a narrower scope makes several. */
const MOST_ITEMS = 2_000;
const DAY_MS = 86_400_000;
const LONGEST_DAYS = 365;

/** Asks owners, grant by grant, whether access is still needed; silence until the date ends it. */
export const createCampaign = defineCommand({
  name: "create-campaign",
  permission: "campaign.create",
  input: CreateCampaign,
  async subject(db, { team: slug }) {
    if (slug === undefined) {
      return { team: null, subject: { kind: "campaign", id: "new", visibility: "everyone-signed-in" } };
    }
    const team = await lockTeam(db, slug);
    return (
      team && { team, subject: { kind: "campaign", id: "new", teamId: team.id, visibility: "everyone-signed-in" } }
    );
  },
  async handle({ actor, db }, { title, scope, reason, dueAt }, { team }) {
    const wrong = dueProblem(dueAt, await databaseNow(db));
    if (wrong) return fail("invalid_input", wrong.message, { errors: [wrong] });

    const teamId = team?.id ?? null;
    const id = await insertCampaign(db, { title, teamId, scope, reason, createdBy: personOf(actor), dueAt });
    const { items, teamIds } = await insertCampaignItems(db, id, { teamId, scope }, MOST_ITEMS + 1);
    if (items === 0)
      return fail("conflict", "No grant that lives is in this scope.", {
        errors: [{ path: "scope", message: "covers no grant that lives" }],
      });
    if (items > MOST_ITEMS) {
      const message = `covers more than ${MOST_ITEMS.toLocaleString("en")} grants; ask about fewer at once`;
      return fail("invalid_input", `scope: ${message}.`, { errors: [{ path: "scope", message }] });
    }

    const after = { title, team: team?.slug ?? null, scope, dueAt, items };
    return succeed(
      { id, items },
      {
        audit: { action: "campaign.opened", ...campaignRecord({ id, title, teamId }), after, reason },
        tell: [
          {
            kind: "campaign-opened",
            dedupeKey: `campaign-opened:${id}`,
            subject: `Is this access still needed? ${title}`,
            body: `${reason}\n\nGrants that nobody answers for end on ${dueAt}.`,
            path: `/campaigns/${id}`,
            audience: { ownersOf: teamIds },
            data: { campaignId: id, dueAt, items },
          },
        ],
      },
    );
  },
});

function dueProblem(dueAt: string, now: Date): FieldError | null {
  const days = (new Date(dueAt).getTime() - now.getTime()) / DAY_MS;
  if (days <= 0) return { path: "dueAt", message: `${dueAt} is past; give a date to come` };
  if (days > LONGEST_DAYS) return { path: "dueAt", message: `${dueAt} is more than ${LONGEST_DAYS} days away` };
  return null;
}
