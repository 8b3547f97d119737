import type { Connection } from "#lib/db/database";
import { observedVersions, referencingVersions, registrySight } from "#lib/db/stores/observed-subjects";
import { moveRequest, type RequestRecord } from "#lib/db/stores/requests";
import { changeSubject, desiredVersions, desireVersions, type Subject } from "#lib/db/stores/subjects";
import type { SubjectDeletionPatch } from "#lib/domain/request-kind";
import { planSubjectDeletion } from "#lib/plan/plan-subject";
import { requiredSlots } from "#lib/policy/required-slots";
import { readSubjectReaders } from "../read/subject-readers.ts";
import { judgementOf } from "../requests/judgement.ts";
import type { JudgedAgain, Judgement, KindOfRequest } from "../requests/request-kind.ts";
import { subjectGone, subjectOfRequest } from "./living-subject.ts";
import { readerInWords } from "./schema-impact.ts";
import { adoptVersions } from "./subject-adoption.ts";

type Asked = RequestRecord<"subject.delete">;

/** Versions of a subject, or all of it, are deleted: softly, or for good what was softly deleted before. */
export const subjectDeletion: KindOfRequest<"subject.delete"> = {
  judgeAgain,
  carryOut,
  release: async () => undefined,
};

async function judgeAgain(db: Connection, request: Asked): Promise<JudgedAgain<"subject.delete">> {
  const subject = await subjectOfRequest(db, request);
  if (!subject) return subjectGone(request.name);
  const judged = await judgeDeletion(db, subject, request.patch);
  const [refusal] = judged.plan.refusals;
  return refusal ? { ok: false, stale: { path: "versions", message: refusal.reason } } : { ok: true, value: judged };
}

/** Judges a deletion. It takes something away, so its risk is always high. Reads only. */
export async function judgeDeletion(
  db: Connection,
  subject: Subject,
  patch: SubjectDeletionPatch,
): Promise<Judgement<"subject.delete">> {
  const { cluster, name, team, place } = subject;
  const referencing = await referencingVersions(db, cluster, name, patch.versions);
  const readers = place.topic === null ? [] : await readSubjectReaders(db, cluster, place.topic);
  const { seenAt: observedAt } = await registrySight(db, cluster);
  return judgementOf({
    patch,
    plan: planSubjectDeletion({
      cluster,
      subject: name,
      observedAt,
      ...patch,
      present: await presentVersions(db, subject),
      referencedBy: referencing.map((other) => `${other.subject} version ${other.version}`),
      readers: readers.map((reader) => readerInWords({ ...reader, promisedFields: [] })),
    }),
    risk: "high",
    slots: requiredSlots("subject.delete", "high", team),
  });
}

async function livingVersions(db: Connection, { cluster, name }: Subject): Promise<number[]> {
  const observed = await observedVersions(db, cluster, name);
  return observed.filter(({ deleted }) => !deleted).map(({ version }) => version);
}

/** What lives or was softly deleted. Of a subject that was deleted as a whole the registry shows nothing; what the worker saw go counts then. */
async function presentVersions(db: Connection, { id, cluster, name }: Subject) {
  const observed = await observedVersions(db, cluster, name);
  const gone = (await desiredVersions(db, id)).flatMap(({ number, state }) =>
    number !== null && state === "deleted" && !observed.some(({ version }) => version === number)
      ? [{ version: number, deleted: true }]
      : [],
  );
  return [...observed, ...gone].toSorted((one, other) => one.version - other.version);
}

async function carryOut(db: Connection, request: Asked, { patch }: Judgement<"subject.delete">): Promise<void> {
  const subject = await subjectOfRequest(db, request);
  if (!subject) throw new Error(`the subject of request ${request.id} is gone in the transaction that judged it`);
  const { versions, permanent } = patch;
  const desired = permanent ? "purged" : "deleted";
  const known = await desiredVersions(db, subject.id);
  const ids =
    versions && known.filter(({ number }) => number !== null && versions.includes(number)).map(({ id }) => id);
  await desireVersions(db, subject.id, ids, desired);
  // What was registered outside goes as well: it becomes a version that is desired to be gone.
  const asked = versions ?? (await livingVersions(db, subject));
  const strange = asked.filter((version) => !known.some(({ number }) => number === version));
  const into = { subjectId: subject.id, cluster: request.cluster, name: request.name, requestId: request.id };
  await adoptVersions(db, into, strange, desired);

  const whole = versions === null ? { deletion: permanent ? ("permanent" as const) : ("soft" as const) } : {};
  const generation = await changeSubject(db, subject.id, whole);
  await moveRequest(db, request.id, { state: "approved", subjectId: subject.id, generation });
}
