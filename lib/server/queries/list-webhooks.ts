import type { z } from "zod";
import { ListWebhooks, type WebhookList } from "#lib/contract/notifications";
import { findTeam } from "#lib/db/stores/teams";
import { webhooksOf } from "#lib/db/stores/webhooks";
import { fail, ok } from "#lib/domain/result";
import { decide } from "#lib/policy/decide";
import { defineQuery } from "../define-query.ts";
import { refusalOf } from "../refusal.ts";
import { webhooksSubject } from "../webhooks/webhook-subject.ts";

/** The webhooks of a team, or of the platform, for those who may change them: an address may hold what others should not read. */
export const listWebhooks = defineQuery({
  name: "list-webhooks",
  permission: "webhook.manage",
  input: ListWebhooks,
  async handle({ actor, db }, { team: slug }) {
    const team = slug === undefined ? null : await findTeam(db, slug);
    if (slug !== undefined && !team) return fail("not_found", "There is no such team.");
    const decision = decide(actor, "webhook.manage", webhooksSubject(team));
    if (!decision.allowed) return { ok: false, failure: refusalOf(decision) };

    const whose = team && { id: team.id, slug: team.slug, name: team.name };
    const webhooks = await webhooksOf(db, team?.id ?? null);
    const items = webhooks.map(({ createdAt, lastSentAt, ...webhook }) => ({
      ...webhook,
      team: whose,
      createdAt: createdAt.toISOString(),
      lastSentAt: lastSentAt?.toISOString() ?? null,
    }));
    return ok<z.infer<typeof WebhookList>>({ items });
  },
});
