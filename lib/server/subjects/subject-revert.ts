import type { Connection } from "#lib/db/database";
import { findObservedSubject, registrySight } from "#lib/db/stores/observed-subjects";
import { moveRequest, type RequestRecord } from "#lib/db/stores/requests";
import { changeSubject, desiredVersions, type Subject } from "#lib/db/stores/subjects";
import { planSubjectRevert } from "#lib/plan/plan-subject";
import { requiredSlots } from "#lib/policy/required-slots";
import { judgementOf } from "../requests/judgement.ts";
import type { JudgedAgain, Judgement, KindOfRequest } from "../requests/request-kind.ts";
import { subjectGone, subjectOfRequest } from "./living-subject.ts";

type Asked = RequestRecord<"subject.revert">;

/** The registry is made as it was desired again. Its next generation lets the worker write what differs. */
export const subjectRevert: KindOfRequest<"subject.revert"> = {
  judgeAgain,
  carryOut: async (db, request) => {
    const subject = await subjectOfRequest(db, request);
    if (!subject) throw new Error(`the subject of request ${request.id} is gone in the transaction that judged it`);
    const generation = await changeSubject(db, subject.id, {});
    await moveRequest(db, request.id, { state: "approved", subjectId: subject.id, generation });
  },
  release: async () => undefined,
};

async function judgeAgain(db: Connection, request: Asked): Promise<JudgedAgain<"subject.revert">> {
  const subject = await subjectOfRequest(db, request);
  if (!subject || subject.deletion !== null) return subjectGone(request.name);
  const judged = await judgeRevert(db, subject);
  if (judged.plan.changes.length > 0) return { ok: true, value: judged };
  return { ok: false, stale: { path: "subject", message: `${request.name} is as it should be again.` } };
}

/** Judges putting a subject back: what would change in the registry, from the last observation. Reads only. */
export async function judgeRevert(db: Connection, subject: Subject): Promise<Judgement<"subject.revert">> {
  const { cluster, name, team, compatibility: desired } = subject;
  const observed = await findObservedSubject(db, cluster, name);
  const present = new Set(observed?.versions.filter(({ deleted }) => !deleted).map(({ version }) => version));
  const missing = (await desiredVersions(db, subject.id)).flatMap((one) =>
    one.desired === "registered" && one.number !== null && !present.has(one.number) ? [one.number] : [],
  );
  const { seenAt: observedAt } = await registrySight(db, cluster);
  const compatibility = { observed: observed?.compatibility ?? desired, desired };
  return judgementOf({
    patch: { compatibility: compatibility.observed === desired ? null : desired, missing },
    plan: planSubjectRevert({ cluster, subject: name, observedAt, compatibility, missing }),
    risk: "normal",
    slots: requiredSlots("subject.revert", "normal", team),
  });
}
