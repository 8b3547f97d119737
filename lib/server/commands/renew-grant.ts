import { RenewGrant } from "#lib/contract/access";
import { databaseNow } from "#lib/db/stores/clock";
import { findCluster } from "#lib/db/stores/clusters";
import { openRenewal } from "#lib/db/stores/grant-claims";
import { lockGrant } from "#lib/db/stores/grants";
import { fail } from "#lib/domain/result";
import { renewalProblem } from "../access/access-renewal.ts";
import { expiryProblem, isoInstant } from "../access/expiry-problem.ts";
import { grantEnded } from "../access/grant-ended.ts";
import { giverProblem, judgeRenewal, usualRenewal } from "../access/judge-renewal.ts";
import { defineCommand } from "../define-command.ts";
import { policyViolated, unknownCluster } from "../requests/refusals.ts";
import { submitRequest } from "../requests/submit-request.ts";

/** Asks for a later end of a grant that lives; what was agreed stays. The holder's side asks, as for the access itself. */
export const renewGrant = defineCommand({
  name: "renew-grant",
  permission: "access.request",
  input: RenewGrant,
  async subject(db, { grantId }) {
    const grant = await lockGrant(db, grantId);
    // Asked in the holder's name: its team is the one whose members may.
    const { id, team } = grant?.application ?? {};
    return (
      grant && { grant, subject: { kind: "grant", id: id ?? grantId, teamId: team?.id ?? "", visibility: "involved" } }
    );
  },
  async handle(context, { expiresAt: wanted, reason }, { grant }) {
    const { db } = context;
    const cluster = await findCluster(db, grant.cluster);
    if (!cluster) return unknownCluster(grant.cluster);
    if (grant.state === "ended") return grantEnded();
    const moved = await giverProblem(db, grant);
    if (moved) return fail("conflict", `${moved.message} Ask for access anew.`, { errors: [moved] });
    const open = await openRenewal(db, grant.id, null);
    if (open !== null) {
      return fail("conflict", `A later end is asked for already, by request ${open}.`, { extra: { requestId: open } });
    }

    const expiresAt = wanted ?? (await usualRenewal(db, cluster, grant));
    if (wanted === undefined && renewalProblem(grant, expiresAt)) return noLaterEnd(grant.expiresAt);
    const wrong = expiryProblem(expiresAt, await databaseNow(db)) ?? renewalProblem(grant, expiresAt);
    if (wrong) return fail("invalid_input", `expiresAt: ${wrong.message}.`, { errors: [wrong] });
    const judged = await judgeRenewal(db, { cluster, grant, expiresAt: isoInstant(expiresAt) });
    if (judged.denied) return policyViolated(judged.violations);

    const { application, team, terms, id: grantId } = grant;
    const sides = { team, askingTeam: application.team, applicationId: application.id, grantId };
    return submitRequest(context, {
      asked: { kind: "access.renew", cluster: grant.cluster, name: terms.resourceName, reason, ...sides },
      judged,
    });
  },
});

/** "As long again" is cut to what the rules let pass, which is no later than the end that it has. */
function noLaterEnd(expiresAt: Date) {
  return fail("conflict", `The rules let no later end pass today than the present one, ${expiresAt.toISOString()}.`);
}
