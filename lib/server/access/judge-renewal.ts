import type { Connection } from "#lib/db/database";
import { findAccessGiver } from "#lib/db/stores/access-givers";
import { databaseNow } from "#lib/db/stores/clock";
import type { Grant } from "#lib/db/stores/grants";
import { currentPolicies } from "#lib/db/stores/policies";
import type { Cluster } from "#lib/domain/cluster";
import type { FieldError } from "#lib/domain/result";
import type { Classification } from "#lib/domain/topic-spec";
import { fingerprintOf } from "#lib/plan/fingerprint";
import { planRenewal } from "#lib/plan/plan-access";
import { evaluateAccess, latestExpiry } from "#lib/policy/access";
import { accessRisk } from "#lib/policy/access-risk";
import { requiredSlots } from "#lib/policy/required-slots";
import type { Judgement } from "../requests/request-kind.ts";

/** Judges a later end of a grant that lives: every rule in scope, the risk and who must approve, all as if it were asked for today. Reads only. */
export async function judgeRenewal(
  db: Connection,
  { cluster, grant, expiresAt }: { cluster: Cluster; grant: Grant; expiresAt: string },
): Promise<Judgement<"access.renew">> {
  const { terms, team, application } = grant;
  const classification = await classificationNow(db, grant);
  const violations = evaluateAccess(await currentPolicies(db), {
    cluster,
    team,
    name: terms.resourceName,
    terms,
    classification,
    expiresAt: new Date(expiresAt),
    now: await databaseNow(db),
  });
  const from = grant.expiresAt.toISOString();
  const plan = planRenewal({ cluster: cluster.slug, name: terms.resourceName, from, to: expiresAt });
  const risk = accessRisk({ tier: cluster.tier, classification, terms, takesOverGroup: false });
  const row = application.team.id === team.id ? "access.within-team" : "access.across-teams";
  return {
    patch: { expiresAt },
    plan,
    fingerprint: fingerprintOf(plan),
    violations,
    denied: violations.some(({ enforcement }) => enforcement === "deny"),
    risk,
    slots: requiredSlots(row, risk, team),
    partitions: 0,
    estimatedBytes: 0n,
  };
}

/** As long again as the grant was given for last, from its present end on, cut to the latest end that the rules let pass today. ISO 8601. */
export async function usualRenewal(db: Connection, cluster: Cluster, grant: Grant): Promise<string> {
  const { terms, team, expiresAt, decidedAt } = grant;
  const again = new Date(2 * expiresAt.getTime() - decidedAt.getTime());
  const latest = latestExpiry(await currentPolicies(db), {
    cluster,
    team,
    name: terms.resourceName,
    classification: await classificationNow(db, grant),
    now: await databaseNow(db),
  });
  return (latest !== null && latest < again ? latest : again).toISOString();
}

/** Why its giving side cannot let a grant go on: what it is to is another team's by now, or nobody's. Null when it can. */
export async function giverProblem(db: Connection, { cluster, terms, team }: Grant): Promise<FieldError | null> {
  const { resourceName: name, patternType } = terms;
  const giver = await findAccessGiver(db, cluster, { name, patternType });
  return giver?.team.id === team.id ? null : { path: "grantId", message: `${name} is not ${team.name}'s any more.` };
}

async function classificationNow(db: Connection, { cluster, terms }: Grant): Promise<Classification | null> {
  const { resourceName: name, patternType } = terms;
  return (await findAccessGiver(db, cluster, { name, patternType }))?.classification ?? null;
}
