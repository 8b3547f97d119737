import type { Connection } from "#lib/db/database";
import { findCluster } from "#lib/db/stores/clusters";
import { registrySight } from "#lib/db/stores/observed-subjects";
import { currentPolicies } from "#lib/db/stores/policies";
import { moveRequest, type RequestRecord } from "#lib/db/stores/requests";
import { changeSubject, type Subject } from "#lib/db/stores/subjects";
import type { Cluster } from "#lib/domain/cluster";
import { type CompatibilityLevel, promisesAtLeast } from "#lib/domain/compatibility";
import { planCompatibility } from "#lib/plan/plan-subject";
import { requiredSlots } from "#lib/policy/required-slots";
import { evaluateSchema } from "#lib/policy/schema";
import { judgementOf } from "../requests/judgement.ts";
import { unknownCluster } from "../requests/refusals.ts";
import type { JudgedAgain, Judgement, KindOfRequest } from "../requests/request-kind.ts";
import { subjectGone, subjectOfRequest } from "./living-subject.ts";

type Asked = RequestRecord<"subject.compatibility">;

/** Another compatibility level of a subject. */
export const levelChange: KindOfRequest<"subject.compatibility"> = {
  judgeAgain,
  carryOut: async (db, request, { patch }) => {
    const subject = await subjectOfRequest(db, request);
    if (!subject) throw new Error(`the subject of request ${request.id} is gone in the transaction that judged it`);
    const generation = await changeSubject(db, subject.id, patch);
    await moveRequest(db, request.id, { state: "approved", subjectId: subject.id, generation });
  },
  release: async () => undefined,
};

async function judgeAgain(db: Connection, request: Asked): Promise<JudgedAgain<"subject.compatibility">> {
  const cluster = await findCluster(db, request.cluster);
  if (!cluster) return unknownCluster(request.cluster);
  const subject = await subjectOfRequest(db, request);
  if (!subject || subject.deletion !== null) return subjectGone(request.name);
  const { compatibility } = request.patch;
  if (subject.compatibility === compatibility) {
    return { ok: false, stale: { path: "compatibility", message: `${request.name} has ${compatibility} already.` } };
  }
  return { ok: true, value: await judgeLevel(db, cluster, subject, compatibility) };
}

/** Judges another level. To promise less is high risk: what readers could rely on goes. Reads only. */
export async function judgeLevel(
  db: Connection,
  cluster: Cluster,
  subject: Subject,
  compatibility: CompatibilityLevel,
): Promise<Judgement<"subject.compatibility">> {
  const { name, team, place } = subject;
  const { seenAt: observedAt } = await registrySight(db, cluster.slug);
  const about = { cluster: cluster.slug, subject: name, observedAt };
  const lower = !promisesAtLeast(compatibility, subject.compatibility);
  const risk = lower ? "high" : cluster.tier === "production" ? "normal" : "low";
  const proposal = { cluster, team, name, strategy: place.strategy, compatibility, schema: null };
  return judgementOf({
    patch: { compatibility },
    plan: planCompatibility(about, subject.compatibility, compatibility),
    risk,
    slots: requiredSlots("subject.compatibility", risk, team),
    // How the subject is named is not what is asked.
    violations: evaluateSchema(await currentPolicies(db), proposal).filter(({ path }) => path === "compatibility"),
  });
}
