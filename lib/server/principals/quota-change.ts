import type { Connection } from "#lib/db/database";
import { findCluster } from "#lib/db/stores/clusters";
import { currentPolicies } from "#lib/db/stores/policies";
import { type Principal, principalSurroundings, setPrincipalQuota } from "#lib/db/stores/principals";
import { moveRequest, type RequestRecord } from "#lib/db/stores/requests";
import { type ClientQuota, QUOTA_KEYS } from "#lib/domain/client-quota";
import type { Cluster } from "#lib/domain/cluster";
import { principalOf } from "#lib/domain/principal-name";
import type { QuotaPatch } from "#lib/domain/request-kind";
import { planQuota } from "#lib/plan/plan-principal";
import { quotaRisk } from "#lib/policy/principal-risk";
import { evaluateQuota } from "#lib/policy/quota";
import { requiredSlots } from "#lib/policy/required-slots";
import { judgementOf } from "../requests/judgement.ts";
import { unknownCluster } from "../requests/refusals.ts";
import type { JudgedAgain, Judgement, KindOfRequest } from "../requests/request-kind.ts";
import { principalOfRequest } from "./living-principal.ts";

/** Another quota for a principal that is there. */
export const quotaChange: KindOfRequest<"principal.quota"> = {
  judgeAgain,
  async carryOut(db, { id, principalId: about }, { patch }) {
    const { principal } = await principalOfRequest(db, about);
    const generation = await setPrincipalQuota(db, principal.id, patch.quota);
    await moveRequest(db, id, { state: "approved", generation });
  },
  release: async () => {},
};

async function judgeAgain(
  db: Connection,
  { cluster: slug, principalId, patch }: RequestRecord<"principal.quota">,
): Promise<JudgedAgain<"principal.quota">> {
  const { principal, ended } = await principalOfRequest(db, principalId);
  if (ended) return { ok: false, stale: ended };
  const cluster = await findCluster(db, slug);
  if (!cluster) return unknownCluster(slug);

  if (patch.adopted && !isSeen(principal, patch.quota))
    return { ok: false, stale: { path: "quota", message: `${principal.name} has another quota on ${slug} by now.` } };
  const judged = await judgeQuota(db, { cluster, principal, patch });
  if (judged.plan.changes.length > 0) return { ok: true, value: judged };
  return { ok: false, stale: { path: "quota", message: `${principal.name} has this quota already.` } };
}

/** Whether what is adopted is still what somebody set there. Rules do not hold it up, so that nothing else may be made desired by it. */
function isSeen({ state, observedQuota }: Principal, quota: ClientQuota): boolean {
  return state !== "ready" && observedQuota !== null && QUOTA_KEYS.every((key) => observedQuota[key] === quota[key]);
}

export type QuotaCase = { cluster: Cluster; principal: Principal; patch: QuotaPatch };

/**
 * Judges another quota: what changes, the rules on quotas, who must approve. Of one that is adopted, rules that it breaks are shown, raise the risk,
 * and do not refuse it: it is so already. Reads only.
 */
export async function judgeQuota(
  db: Connection,
  { cluster, principal, patch }: QuotaCase,
): Promise<Judgement<"principal.quota">> {
  const { name, application } = principal;
  const { quota, adopted = false } = patch;
  const { team, id: applicationId } = application;
  const about = { cluster: cluster.slug, principal: principalOf(name), applicationId };
  const { seenAt } = await principalSurroundings(db, about);
  const observedAt = seenAt?.toISOString() ?? null;
  const plan = planQuota({ cluster: cluster.slug, name, observedAt, from: principal.quota, to: quota });
  const violations = evaluateQuota(await currentPolicies(db), { cluster, team, name, quota });
  const broken = violations.some(({ enforcement }) => enforcement === "deny");
  const risk = adopted && broken ? "high" : quotaRisk(cluster.tier, principal.quota, quota);
  const slots = requiredSlots(adopted ? "principal.quota.drift" : "principal.quota", risk, team);
  return judgementOf({ patch, plan, risk, slots, violations, lenient: adopted });
}
