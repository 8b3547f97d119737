import type { Connection } from "#lib/db/database";
import type { AccessGiver } from "#lib/db/stores/access-givers";
import { observedBindings } from "#lib/db/stores/acl-observations";
import type { Application } from "#lib/db/stores/applications";
import { databaseNow } from "#lib/db/stores/clock";
import { isUnexplainedGroup } from "#lib/db/stores/grant-claims";
import { countOthers, liveGrants } from "#lib/db/stores/grants";
import { currentPolicies } from "#lib/db/stores/policies";
import { lastObservation } from "#lib/db/stores/topics";
import type { Cluster } from "#lib/domain/cluster";
import { principalOf } from "#lib/domain/principal-name";
import type { AccessPatch } from "#lib/domain/request-kind";
import { fingerprintOf } from "#lib/plan/fingerprint";
import { planAccess } from "#lib/plan/plan-access";
import { evaluateAccess } from "#lib/policy/access";
import { accessRisk } from "#lib/policy/access-risk";
import { requiredSlots } from "#lib/policy/required-slots";
import type { Judgement } from "../requests/request-kind.ts";

export type AccessCase = {
  cluster: Cluster;
  application: Pick<Application, "id" | "team">;
  giver: AccessGiver;
  /** The application's live principals on the cluster, without `User:`. */
  principals: readonly string[];
  patch: AccessPatch;
};

/**
 * Judges access that somebody asks for: the ACL lines against the last observation and other grants, every rule in scope, the risk and who
 * must approve. Reads only; where the answer decides, call it with the teams' rows locked.
 */
export async function judgeAccess(db: Connection, asked: AccessCase): Promise<Judgement<"access.create">> {
  const { cluster, application, giver, patch } = asked;
  const { terms, expiresAt } = patch;
  const { classification } = giver;
  const policies = await currentPolicies(db);
  const violations = evaluateAccess(policies, {
    cluster,
    team: giver.team,
    name: terms.resourceName,
    terms,
    classification,
    expiresAt: new Date(expiresAt),
    now: await databaseNow(db),
  });

  const takesOverGroup = await isUnexplainedGroup(db, cluster.slug, application.id, terms.consumerGroup);
  const plan = await planOf(db, asked, takesOverGroup);
  const risk = accessRisk({ tier: cluster.tier, classification, terms, takesOverGroup });
  const row = application.team.id === giver.team.id ? "access.within-team" : "access.across-teams";
  return {
    patch,
    plan,
    fingerprint: fingerprintOf(plan),
    violations,
    denied: violations.some(({ enforcement }) => enforcement === "deny"),
    risk,
    slots: requiredSlots(row, risk, giver.team),
    partitions: 0,
    estimatedBytes: 0n,
  };
}

async function planOf(
  db: Connection,
  { cluster, application, giver, principals: names, patch }: AccessCase,
  takesOverGroup: boolean,
) {
  const { terms, expiresAt, agreement } = patch;
  const { classification, topics } = giver;
  const principals = names.map(principalOf);
  const pattern = { name: terms.resourceName, patternType: terms.patternType };
  const [observed, granted, others, { seenAt }] = [
    await observedBindings(db, cluster.slug, principals),
    await liveGrants(db, application.id, cluster.slug),
    await countOthers(db, application.id, cluster.slug, pattern),
    await lastObservation(db, cluster.slug, terms.resourceName),
  ];
  return planAccess({
    cluster: cluster.slug,
    terms,
    principals,
    expiresAt,
    agreement,
    observed,
    granted: granted.map((grant) => grant.terms),
    observedAt: seenAt,
    classification,
    topics,
    others,
    takesOverGroup,
  });
}
