import type { Connection } from "#lib/db/database";
import { claimedByAnother, findSameAccess, inAnothersNamespace } from "#lib/db/stores/grant-claims";
import type { GrantTerms } from "#lib/domain/grant";
import type { FieldError } from "#lib/domain/result";

export type AccessClaim = {
  cluster: string;
  application: { id: string; slug: string };
  terms: GrantTerms;
  /** The request that is judged again: what it claims is not held against itself. */
  exceptRequest: number | null;
};

/**
 * What an application cannot have because it has it, or because another one does; null when nothing is in the way. Another application is never
 * named: whose group it is, is not for everybody to see. Where the answer decides, call it under `lockAccessClaims`.
 */
export async function accessConflict(db: Connection, claim: AccessClaim): Promise<FieldError | null> {
  const { cluster, application, terms, exceptRequest } = claim;
  const asked = { applicationId: application.id, cluster, exceptRequest };
  const same = await findSameAccess(db, terms, asked);
  if (same) return { path: "topic", message: `${application.slug} ${sameInWords(same)}.` };

  for (const [field, what] of CLAIMED) {
    const pattern = terms[field];
    if (!pattern) continue;
    const taken =
      (await inAnothersNamespace(db, application.id, pattern.name)) ||
      (await claimedByAnother(db, field, pattern, asked));
    if (taken) return { path: `${field}.name`, message: `${what} ${pattern.name} belongs to another application.` };
  }
  return null;
}

const CLAIMED = [
  ["consumerGroup", "Consumer group"],
  ["transactionalId", "Transactional id"],
] as const;

function sameInWords({ grantId, requestId }: { grantId: string | null; requestId: number | null }): string {
  if (grantId !== null) return `has this access already, by grant ${grantId}; renew it instead`;
  return `asks for this access already, by request ${requestId}`;
}
