import type { Connection } from "#lib/db/database";
import type { Application } from "#lib/db/stores/applications";
import { currentPolicies } from "#lib/db/stores/policies";
import { findPrincipal, principalSurroundings } from "#lib/db/stores/principals";
import type { Cluster } from "#lib/domain/cluster";
import { principalOf } from "#lib/domain/principal-name";
import type { PrincipalPatch } from "#lib/domain/request-kind";
import { fingerprintOf } from "#lib/plan/fingerprint";
import { planPrincipal } from "#lib/plan/plan-principal";
import { principalRisk } from "#lib/policy/principal-risk";
import { evaluateQuota } from "#lib/policy/quota";
import { requiredSlots } from "#lib/policy/required-slots";
import type { Judgement } from "../requests/request-kind.ts";

export type PrincipalCase = {
  cluster: Cluster;
  application: Pick<Application, "id" | "team">;
  patch: PrincipalPatch;
};

/** Judges a principal that could be made: the plan with its effects, the rules on quotas, who must approve. Reads only. */
export async function judgePrincipal(
  db: Connection,
  { cluster, application, patch }: PrincipalCase,
): Promise<Judgement<"principal.create">> {
  const { name, kind, quota, replaces, replacedEndsAt } = patch;
  const { id: applicationId, team } = application;
  const { slug, tier } = cluster;
  const around = await principalSurroundings(db, { cluster: slug, principal: principalOf(name), applicationId });
  const replaced = replaces === null ? null : await findPrincipal(db, replaces);
  const { seenAt, unmanagedAcls, grants } = around;
  const plan = planPrincipal({
    cluster: slug,
    ...{ name, kind, quota, unmanagedAcls, grants },
    observedAt: seenAt?.toISOString() ?? null,
    replaced: replaced && {
      name: replaced.name,
      endsAt: replaced.endsAt?.toISOString() ?? null,
      until: replacedEndsAt ?? "it is ended",
    },
  });
  const violations = evaluateQuota(await currentPolicies(db), { cluster, team, name, quota });
  const risk = principalRisk(tier, unmanagedAcls);
  return {
    ...{ patch, plan, violations, risk },
    fingerprint: fingerprintOf(plan),
    denied: violations.some(({ enforcement }) => enforcement === "deny"),
    slots: requiredSlots(`principal.${kind}`, risk, team),
    partitions: 0,
    estimatedBytes: 0n,
  };
}
