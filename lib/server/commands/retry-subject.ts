import { RetrySubject } from "#lib/contract/schema-requests";
import { retrySubjectNow } from "#lib/db/stores/subjects";
import { fail } from "#lib/domain/result";
import { defineCommand, succeed } from "../define-command.ts";
import { livingSubject } from "../subjects/living-subject.ts";

/** Asks the worker to try a blocked subject again, once the cause is gone. What is desired stays as it was approved. */
export const retrySubject = defineCommand({
  name: "retry-subject",
  permission: "subject.retry",
  input: RetrySubject,
  subject: livingSubject,
  async handle({ db }, _, { managed, team }) {
    const { id, name, cluster, state, reason } = managed;
    if (state !== "blocked") return fail("conflict", `${name} is not blocked.`);

    await retrySubjectNow(db, id);
    const change = { before: { state, reason }, after: { state: "pending" } };
    const audit = { action: "subject.retried", object: { kind: "subject", id, name }, teamId: team.id, ...change };
    return succeed({ id, name }, { audit, wake: [cluster] });
  },
});
