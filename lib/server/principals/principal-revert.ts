import type { Connection } from "#lib/db/database";
import { findCluster } from "#lib/db/stores/clusters";
import { missingBindings, type Principal, principalSurroundings, renewPrincipal } from "#lib/db/stores/principals";
import { moveRequest, type RequestRecord } from "#lib/db/stores/requests";
import { type ClientQuota, QUOTA_KEYS } from "#lib/domain/client-quota";
import type { Cluster } from "#lib/domain/cluster";
import { principalOf } from "#lib/domain/principal-name";
import { fingerprintOf } from "#lib/plan/fingerprint";
import { planRevert } from "#lib/plan/plan-principal";
import { principalRisk } from "#lib/policy/principal-risk";
import { requiredSlots } from "#lib/policy/required-slots";
import { unknownCluster } from "../requests/refusals.ts";
import type { JudgedAgain, Judgement, KindOfRequest } from "../requests/request-kind.ts";
import { principalOfRequest } from "./living-principal.ts";

/** What a principal lost on the cluster, past Headgate, is put back. */
export const principalRevert: KindOfRequest<"principal.revert"> = {
  judgeAgain,
  async carryOut(db, { id, principalId: about }) {
    const { principal } = await principalOfRequest(db, about);
    // What is desired has not changed; a new generation is what lets the worker write it again.
    const generation = await renewPrincipal(db, principal.id);
    await moveRequest(db, id, { state: "approved", generation });
  },
  release: async () => {},
};

async function judgeAgain(
  db: Connection,
  { cluster: slug, principalId }: RequestRecord<"principal.revert">,
): Promise<JudgedAgain<"principal.revert">> {
  const { principal, ended } = await principalOfRequest(db, principalId);
  if (ended) return { ok: false, stale: ended };
  const cluster = await findCluster(db, slug);
  if (!cluster) return unknownCluster(slug);

  const judged = await judgeRevert(db, { cluster, principal });
  if (judged.plan.changes.length > 0) return { ok: true, value: judged };
  return { ok: false, stale: { path: "principalId", message: `Nothing of ${principal.name} is missing any more.` } };
}

/** Judges what is missing now: the plan lists it, and nothing else is written. Reads only. */
export async function judgeRevert(
  db: Connection,
  { cluster, principal }: { cluster: Cluster; principal: Principal },
): Promise<Judgement<"principal.revert">> {
  const { id, name, application, quota: desired, observedQuota: observed } = principal;
  const bindings = await missingBindings(db, id);
  const about = { cluster: cluster.slug, principal: principalOf(name), applicationId: application.id };
  const { seenAt } = await principalSurroundings(db, about);
  const quota = observed !== null && differs(observed, desired) ? { observed, desired } : null;
  const observedAt = seenAt?.toISOString() ?? null;
  const plan = planRevert({ cluster: cluster.slug, name, observedAt, bindings, quota });
  const risk = principalRisk(cluster.tier);
  return {
    patch: { bindings, quota: quota !== null },
    ...{ plan, violations: [], denied: false, risk },
    fingerprint: fingerprintOf(plan),
    slots: requiredSlots("principal.revert", risk, application.team),
    partitions: 0,
    estimatedBytes: 0n,
  };
}

function differs(one: ClientQuota, other: ClientQuota): boolean {
  return QUOTA_KEYS.some((key) => one[key] !== other[key]);
}
