import type { Connection } from "#lib/db/database";
import { lockTeam } from "#lib/db/stores/teams";
import { type LockedWebhook, lockWebhook } from "#lib/db/stores/webhooks";
import type { Subject } from "#lib/policy/decide";
import type { Loaded } from "../define-command.ts";

/** Whose webhooks: a team's, or the platform's (null). Everyone signed in may know that there can be some. */
export function webhooksSubject(team: { id: string } | null): Subject {
  const owner = team === null ? {} : { teamId: team.id };
  return { kind: "webhook", id: team?.id ?? "platform", ...owner, visibility: "everyone-signed-in" };
}

/** Loads whose a new webhook will be, locked. Null when there is no such team. */
export async function webhookOwner(
  db: Connection,
  slug: string | undefined,
): Promise<(Loaded & { team: { id: string; name: string } | null }) | null> {
  if (slug === undefined) return { team: null, subject: webhooksSubject(null) };
  const team = await lockTeam(db, slug);
  return team && { team, subject: webhooksSubject(team) };
}

/** Loads a webhook under its locks. Outside of its team it does not exist. */
export async function webhookSubject(
  db: Connection,
  { webhookId }: { webhookId: string },
): Promise<(Loaded & { webhook: LockedWebhook }) | null> {
  const webhook = await lockWebhook(db, webhookId);
  const owner = webhook?.teamId ? { teamId: webhook.teamId } : {};
  return webhook && { webhook, subject: { kind: "webhook", id: webhook.id, ...owner, visibility: "involved" } };
}

/** How a webhook stands in the audit trail: by its host, because the rest of an address may hold what only its owners should read. */
export function webhookObject(id: string, url: string) {
  return { kind: "webhook", id, name: new URL(url).host };
}
