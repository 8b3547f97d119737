import { EndPrincipal } from "#lib/contract/applications";
import { endPrincipalNow } from "#lib/db/stores/principals";
import { dropSealedCredential } from "#lib/db/stores/sealed-credentials";
import { fail } from "#lib/domain/result";
import { defineCommand, succeed } from "../define-command.ts";
import { lockedPrincipal, principalRecord } from "../principals/principal-subject.ts";

/**
 * Revokes a principal at once. The worker takes its ACLs first, because deleting a credential does not cut connections that are open; then quota and
 * credential.
 */
export const endPrincipal = defineCommand({
  name: "end-principal",
  permission: "principal.end",
  input: EndPrincipal,
  subject: lockedPrincipal,
  async handle({ db }, { reason }, { principal }) {
    const { id, name, cluster, endsAt } = principal;
    if (principal.endedAt !== null) return fail("conflict", `${name} has ended already.`);

    await endPrincipalNow(db, id, reason);
    await dropSealedCredential(db, id);
    const change = { before: { endsAt: endsAt?.toISOString() ?? null }, after: { cluster, ended: true }, reason };
    return succeed(
      { id, name, ended: true as const },
      { audit: { action: "principal.ended", ...principalRecord(principal), ...change }, wake: [cluster] },
    );
  },
});
