import { RequestQuota } from "#lib/contract/applications";
import { findCluster } from "#lib/db/stores/clusters";
import { fail } from "#lib/domain/result";
import { defineCommand } from "../define-command.ts";
import { aboutPrincipal } from "../principals/about-principal.ts";
import { endedProblem } from "../principals/living-principal.ts";
import { lockedPrincipal } from "../principals/principal-subject.ts";
import { judgeQuota } from "../principals/quota-change.ts";
import { policyViolated, unknownCluster } from "../requests/refusals.ts";
import { submitRequest } from "../requests/submit-request.ts";

/** Asks for another quota of a principal. */
export const requestQuota = defineCommand({
  name: "request-quota",
  permission: "principal.request",
  input: RequestQuota,
  subject: lockedPrincipal,
  async handle(context, { quota, reason }, { principal }) {
    const ended = endedProblem(principal);
    if (ended) return fail("conflict", ended.message, { errors: [ended] });
    const cluster = await findCluster(context.db, principal.cluster);
    if (!cluster) return unknownCluster(principal.cluster);

    const judged = await judgeQuota(context.db, { cluster, principal, patch: { quota } });
    if (judged.denied) return policyViolated(judged.violations);
    if (judged.plan.changes.length === 0) return fail("conflict", `${principal.name} has this quota already.`);
    return submitRequest(context, { asked: { kind: "principal.quota", reason, ...aboutPrincipal(principal) }, judged });
  },
});
