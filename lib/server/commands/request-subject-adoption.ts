import { RequestSubjectAdoption } from "#lib/contract/schema-requests";
import type { Connection } from "#lib/db/database";
import { findAccessGiver } from "#lib/db/stores/access-givers";
import { findCluster } from "#lib/db/stores/clusters";
import { findObservedSubject } from "#lib/db/stores/observed-subjects";
import { lockSubject, openSubjectRequest } from "#lib/db/stores/subjects";
import { fail } from "#lib/domain/result";
import { defineCommand } from "../define-command.ts";
import { unknownCluster } from "../requests/refusals.ts";
import { submitRequest } from "../requests/submit-request.ts";
import { adoptedPlace } from "../subjects/adopted-place.ts";
import { livingSubject } from "../subjects/living-subject.ts";
import { schemaOwnerSubject } from "../subjects/schema-owner-subject.ts";
import { judgeAdoption, livingOf } from "../subjects/subject-adoption.ts";

/** Asks that what is in the registry becomes what is desired: of a subject that nobody owns, or of one that was changed outside. */
export const requestSubjectAdoption = defineCommand({
  name: "request-subject-adoption",
  permission: "subject.adopt",
  input: RequestSubjectAdoption,
  subject: async (db, input, actor) => (await livingSubject(db, input)) ?? schemaOwnerSubject(db, input, actor),
  async handle(context, { cluster: slug, subject: name, topic, part, reason }, { team }) {
    const { db } = context;
    const cluster = await findCluster(db, slug);
    if (!cluster) return unknownCluster(slug);
    await lockSubject(db, slug, name);
    const open = await openSubjectRequest(db, { kind: "subject.adopt", cluster: slug, name, exceptRequest: null });
    if (open !== null)
      return fail("conflict", `It is asked for already, by request ${open}.`, { extra: { requestId: open } });

    const managed = await livingOf(db, slug, name);
    const observed = await findObservedSubject(db, slug, name);
    if (!observed) return refuse("subject", `${name} is not in the registry of ${slug}.`);
    const place =
      managed?.place ?? (await adoptedPlace(db, { cluster: slug, name, topic: topic ?? null, part: part ?? null }));
    if (topic && place.topic !== topic && place.topic !== null)
      return refuse("topic", `${name} is what programs look for by the name of ${place.topic}, not of ${topic}.`);
    const foreign = managed ? null : await otherOwner(db, slug, place.topic ?? name, team.id, place.topic !== null);
    if (foreign !== null) return refuse("team", `${name} would be ${foreign}'s, not ${team.name}'s.`);

    const judged = await judgeAdoption(db, { cluster, name, team, managed, observed, place });
    const changes = judged.plan.changes.length;
    if (changes === 0) return fail("conflict", `${name} is managed, and as it should be.`);
    const links = managed ? { subjectId: managed.id } : {};
    const asked = { kind: "subject.adopt", cluster: slug, name, team, askingTeam: team, reason, ...links } as const;
    return submitRequest(context, { asked, judged });
  },
});

function refuse(path: string, message: string) {
  return fail("invalid_input", `${path}: ${message}`, { errors: [{ path, message }] });
}

/** The name of another team that owns the topic, or the prefix that the subject's name begins with; null where none does. */
async function otherOwner(db: Connection, cluster: string, name: string, teamId: string, isTopic: boolean) {
  const patternType = isTopic ? "LITERAL" : "PREFIXED";
  const owner = (await findAccessGiver(db, cluster, { name, patternType }))?.team ?? null;
  return owner !== null && owner.id !== teamId ? owner.name : null;
}
