import type { AccessItem } from "#lib/contract/access";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import type { AccessGiver } from "#lib/db/stores/access-givers";
import type { Application } from "#lib/db/stores/applications";
import { databaseNow } from "#lib/db/stores/clock";
import type { Cluster } from "#lib/domain/cluster";
import type { Agreement } from "#lib/domain/grant";
import { fail } from "#lib/domain/result";
import type { Context, Handled } from "../define-command.ts";
import { submitRequest } from "../requests/submit-request.ts";
import { admitAccess } from "./admit-access.ts";
import { expiryProblem, isoInstant } from "./expiry-problem.ts";
import { itemTerms } from "./item-terms.ts";

export type NewAccess = {
  cluster: Cluster;
  application: Application;
  item: AccessItem;
  expiresAt: string;
  host: string;
  agreement: Agreement;
  reason: string;
  bundleId: string;
  /** The topic that is asked for in the same bundle, and who will own it; null for one that is there. */
  pending: { requestId: number; giver: AccessGiver } | null;
};

/**
 * Stores a request for access of one application to one topic or prefix. The one way in. Call it under the locks of both teams and of the
 * application, and under `lockAccessClaims`. Paths of refused fields are those of the item, or of what all items share.
 */
export async function submitAccess(context: Context, asked: NewAccess): Promise<Handled<RequestSubmitted>> {
  const { db } = context;
  const { cluster, application, item, agreement, reason, bundleId, pending } = asked;
  const late = expiryProblem(asked.expiresAt, await databaseNow(db));
  const { terms, errors } = itemTerms(item, application, asked.host);
  const problems = [...(late ? [late] : []), ...(errors ?? [])];
  const [first] = problems;
  if (first || !terms) return fail("invalid_input", `${first?.path}: ${first?.message}`, { errors: problems });

  const patch = { terms, expiresAt: isoInstant(asked.expiresAt), agreement };
  const admitted = await admitAccess(db, { cluster, application, patch, pendingGiver: pending?.giver ?? null });
  if (!admitted.ok) return admitted;

  const { giver, judged } = admitted.value;
  return submitRequest(context, {
    asked: {
      kind: "access.create",
      cluster: cluster.slug,
      name: terms.resourceName,
      team: giver.team,
      askingTeam: application.team,
      reason,
      applicationId: application.id,
      bundleId,
      dependsOn: pending?.requestId ?? null,
    },
    judged,
  });
}
