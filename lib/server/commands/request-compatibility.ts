import { RequestCompatibility } from "#lib/contract/schema-requests";
import { findCluster } from "#lib/db/stores/clusters";
import { fail } from "#lib/domain/result";
import { defineCommand } from "../define-command.ts";
import { policyViolated, unknownCluster } from "../requests/refusals.ts";
import { submitRequest } from "../requests/submit-request.ts";
import { judgeLevel } from "../subjects/level-change.ts";
import { askable, livingSubject } from "../subjects/living-subject.ts";

/** Asks for another compatibility level of a subject. */
export const requestCompatibility = defineCommand({
  name: "request-compatibility",
  permission: "schema.request",
  input: RequestCompatibility,
  subject: livingSubject,
  async handle(context, { compatibility, reason }, { managed, team }) {
    const { db } = context;
    const may = await askable(db, "subject.compatibility", managed);
    if (!may.ok) return may;
    const cluster = await findCluster(db, managed.cluster);
    if (!cluster) return unknownCluster(managed.cluster);

    const judged = await judgeLevel(db, cluster, managed, compatibility);
    const [refusal] = judged.plan.refusals;
    if (refusal)
      return fail("conflict", refusal.reason, { errors: [{ path: "compatibility", message: refusal.reason }] });
    if (judged.denied) return policyViolated(judged.violations);
    const { cluster: slug, name, id: subjectId } = managed;
    const asked = {
      kind: "subject.compatibility",
      cluster: slug,
      name,
      team,
      askingTeam: team,
      reason,
      subjectId,
    } as const;
    return submitRequest(context, { asked, judged });
  },
});
