import { RequestSubjectDeletion } from "#lib/contract/schema-requests";
import { fail } from "#lib/domain/result";
import { defineCommand } from "../define-command.ts";
import { submitRequest } from "../requests/submit-request.ts";
import { askable, livingSubject } from "../subjects/living-subject.ts";
import { judgeDeletion } from "../subjects/subject-deletion.ts";

/** Asks for versions of a subject, or all of it, to be deleted; for good only what was softly deleted before. */
export const requestSubjectDeletion = defineCommand({
  name: "request-subject-deletion",
  permission: "schema.request",
  input: RequestSubjectDeletion,
  subject: livingSubject,
  async handle(context, { versions, permanent, reason }, { managed, team }) {
    const may = await askable(context.db, "subject.delete", managed, permanent);
    if (!may.ok) return may;
    const judged = await judgeDeletion(context.db, managed, { versions: versions ?? null, permanent });
    const [refusal] = judged.plan.refusals;
    if (refusal) {
      return fail("conflict", refusal.reason, {
        errors: judged.plan.refusals.map((one) => ({ path: "versions", message: one.reason })),
      });
    }

    const { cluster, name, id: subjectId } = managed;
    const asked = { kind: "subject.delete", cluster, name, team, askingTeam: team, reason, subjectId } as const;
    return submitRequest(context, { asked, judged });
  },
});
