import { RequestQuotaAdoption } from "#lib/contract/applications";
import { findCluster } from "#lib/db/stores/clusters";
import { fail } from "#lib/domain/result";
import { defineCommand } from "../define-command.ts";
import { aboutPrincipal } from "../principals/about-principal.ts";
import { endedProblem } from "../principals/living-principal.ts";
import { lockedPrincipal } from "../principals/principal-subject.ts";
import { judgeQuota } from "../principals/quota-change.ts";
import { unknownCluster } from "../requests/refusals.ts";
import { submitRequest } from "../requests/submit-request.ts";

/** Asks that the quota which somebody set on the cluster becomes what is desired, as it was seen; the cluster is not touched. */
export const requestQuotaAdoption = defineCommand({
  name: "request-quota-adoption",
  permission: "principal.resolve-drift",
  input: RequestQuotaAdoption,
  subject: lockedPrincipal,
  async handle(context, { reason }, { principal }) {
    const ended = endedProblem(principal);
    if (ended) return fail("conflict", ended.message, { errors: [ended] });
    const cluster = await findCluster(context.db, principal.cluster);
    if (!cluster) return unknownCluster(principal.cluster);

    const quota = principal.state === "drifted" ? principal.observedQuota : null;
    const judged = quota && (await judgeQuota(context.db, { cluster, principal, patch: { quota, adopted: true } }));
    if (!judged || judged.plan.changes.length === 0)
      return fail("conflict", `The quota of ${principal.name} is as it is desired.`);
    return submitRequest(context, { asked: { kind: "principal.quota", reason, ...aboutPrincipal(principal) }, judged });
  },
});
