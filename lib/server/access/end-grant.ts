import { endGrant, type Grant } from "#lib/db/stores/grants";
import { lockOpenRenewals, moveRequest } from "#lib/db/stores/requests";
import type { GrantEndKind, GrantState } from "#lib/domain/grant";
import { type EndedGrant, noticesGrantEnded } from "#lib/domain/grant-ended-notice";
import { transition } from "#lib/domain/request";
import { type AuditDraft, type Context, type Handled, succeed } from "../define-command.ts";
import { requestObject } from "../requests/request-subject.ts";
import { grantEnded } from "./grant-ended.ts";

export type GrantEnding = { kind: Exclude<GrantEndKind, "expired">; reason: string };
export type GrantEndedNow = { id: string; state: GrantState; endKind: GrantEndKind };

/**
 * Ends a locked grant by a person's word: from now on it is the worker's to take the ACLs back. Requests to renew it end with it. `conflict` when
 * somebody, or the clock, was first.
 */
export async function endGrantNow(
  { actor, db }: Context,
  grant: Grant,
  { kind, reason }: GrantEnding,
): Promise<Handled<GrantEndedNow>> {
  if (!(await endGrant(db, grant.id, { kind, by: actor.name, reason }))) return grantEnded();

  const ended: AuditDraft = {
    action: `grant.${kind}`,
    object: { kind: "grant", id: grant.id, name: grant.terms.resourceName },
    teamId: grant.team.id,
    before: { state: grant.state },
    after: { state: "ended", endKind: kind, application: grant.application.slug, cluster: grant.cluster },
    reason,
  };
  const by = { id: actor.userId, name: actor.name };
  return succeed(
    { id: grant.id, state: "ended", endKind: kind },
    {
      audit: [ended, ...(await staleRenewals({ actor, db }, grant))],
      wake: [grant.cluster],
      tell: noticesGrantEnded(endedGrant(grant), { kind, by, reason }),
    },
  );
}

/** Nothing is left to renew. */
async function staleRenewals({ db }: Context, grant: Grant): Promise<AuditDraft[]> {
  const drafts: AuditDraft[] = [];
  for (const id of await lockOpenRenewals(db, grant.id)) {
    const moved = transition("submitted", { type: "become-stale" });
    if (!moved.ok) throw new Error("The table of states does not know how a submitted request becomes stale.");
    const outcome = "The grant has ended.";
    await moveRequest(db, id, { state: moved.value, outcome });
    drafts.push({
      action: "request.stale",
      object: requestObject({ id, name: grant.terms.resourceName }),
      teamId: grant.team.id,
      requestId: String(id),
      before: { state: "submitted" },
      after: { state: moved.value },
      reason: outcome,
    });
  }
  return drafts;
}

function endedGrant({ id, cluster, terms, application, team }: Grant): EndedGrant {
  const { operation, resourceName: resource, patternType } = terms;
  const holder = { slug: application.slug, name: application.name, teamId: application.team.id };
  const prefixed = patternType === "PREFIXED";
  return { id, cluster, operation, resource, prefixed, application: holder, team };
}
