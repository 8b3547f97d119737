import { RetryPrincipal } from "#lib/contract/applications";
import { retryPrincipalNow } from "#lib/db/stores/principals";
import { fail } from "#lib/domain/result";
import { defineCommand, succeed } from "../define-command.ts";
import { lockedPrincipal, principalRecord } from "../principals/principal-subject.ts";

/** Asks the worker to try a blocked principal again, once the cause is gone. What is desired stays as it was approved. */
export const retryPrincipal = defineCommand({
  name: "retry-principal",
  permission: "principal.retry",
  input: RetryPrincipal,
  subject: lockedPrincipal,
  async handle({ db }, _, { principal }) {
    const { id, name, cluster, state, reason } = principal;
    if (state !== "blocked") return fail("conflict", `${name} is not blocked.`);

    await retryPrincipalNow(db, id);
    const change = { before: { state, reason }, after: { state: "pending" } };
    return succeed(
      { id, name },
      { audit: { action: "principal.retried", ...principalRecord(principal), ...change }, wake: [cluster] },
    );
  },
});
