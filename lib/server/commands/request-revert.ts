import { RequestRevert } from "#lib/contract/applications";
import { findCluster } from "#lib/db/stores/clusters";
import { fail } from "#lib/domain/result";
import { defineCommand } from "../define-command.ts";
import { aboutPrincipal } from "../principals/about-principal.ts";
import { endedProblem } from "../principals/living-principal.ts";
import { judgeRevert } from "../principals/principal-revert.ts";
import { lockedPrincipal } from "../principals/principal-subject.ts";
import { unknownCluster } from "../requests/refusals.ts";
import { submitRequest } from "../requests/submit-request.ts";

/** Asks that what a principal lost on the cluster is put back: ACLs that somebody deleted there, a quota that somebody changed. */
export const requestRevert = defineCommand({
  name: "request-revert",
  permission: "principal.resolve-drift",
  input: RequestRevert,
  subject: lockedPrincipal,
  async handle(context, { reason }, { principal }) {
    const ended = endedProblem(principal);
    if (ended) return fail("conflict", ended.message, { errors: [ended] });
    const cluster = await findCluster(context.db, principal.cluster);
    if (!cluster) return unknownCluster(principal.cluster);

    const judged = await judgeRevert(context.db, { cluster, principal });
    if (judged.plan.changes.length === 0)
      return fail("conflict", `Nothing of ${principal.name} is missing on the cluster.`);
    return submitRequest(context, {
      asked: { kind: "principal.revert", reason, ...aboutPrincipal(principal) },
      judged,
    });
  },
});
