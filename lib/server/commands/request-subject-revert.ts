import { RequestSubjectRevert } from "#lib/contract/schema-requests";
import { fail } from "#lib/domain/result";
import { defineCommand } from "../define-command.ts";
import { submitRequest } from "../requests/submit-request.ts";
import { askable, livingSubject } from "../subjects/living-subject.ts";
import { judgeRevert } from "../subjects/subject-revert.ts";

/** Asks that the registry is made as a subject was desired. */
export const requestSubjectRevert = defineCommand({
  name: "request-subject-revert",
  permission: "subject.revert",
  input: RequestSubjectRevert,
  subject: livingSubject,
  async handle(context, { reason }, { managed, team }) {
    const may = await askable(context.db, "subject.revert", managed);
    if (!may.ok) return may;
    const judged = await judgeRevert(context.db, managed);
    if (judged.plan.changes.length === 0) return fail("conflict", `Nothing of ${managed.name} has to be put back.`);

    const { cluster, name, id: subjectId } = managed;
    const asked = { kind: "subject.revert", cluster, name, team, askingTeam: team, reason, subjectId } as const;
    return submitRequest(context, { asked, judged });
  },
});
