import type { Connection } from "#lib/db/database";
import { type AccessGiver, findAccessGiver } from "#lib/db/stores/access-givers";
import type { Application } from "#lib/db/stores/applications";
import { findManagedTopic } from "#lib/db/stores/managed-topics";
import { livePrincipals } from "#lib/db/stores/principals";
import { lastObservation } from "#lib/db/stores/topics";
import type { Cluster } from "#lib/domain/cluster";
import type { GrantTerms } from "#lib/domain/grant";
import type { AccessPatch } from "#lib/domain/request-kind";
import { type FieldError, fail, ok, type Result } from "#lib/domain/result";
import { policyViolated } from "../requests/refusals.ts";
import type { Judgement } from "../requests/request-kind.ts";
import { accessConflict } from "./access-conflict.ts";
import { judgeAccess } from "./judge-access.ts";

export type AccessAsked = {
  cluster: Cluster;
  application: Application;
  patch: AccessPatch;
  /** Who gives when the topic is only asked for, in the same bundle; null: whoever owns it. */
  pendingGiver: AccessGiver | null;
};

export type AdmittedAccess = { giver: AccessGiver; judged: Judgement<"access.create"> };

/** What stands against access beside the rules, and the judgement as far as there can be one. Paths are those of an item. */
export type AssessedAccess = { conflict: FieldError | null; admitted: AdmittedAccess | null };

/** Everything about access that is asked for: for a preview, and for {@link admitAccess}. */
export async function assessAccess(db: Connection, asked: AccessAsked): Promise<AssessedAccess> {
  const { cluster, application, patch, pendingGiver } = asked;
  const { terms } = patch;
  const pattern = { name: terms.resourceName, patternType: terms.patternType };
  const giver = (await findAccessGiver(db, cluster.slug, pattern)) ?? pendingGiver;
  if (!giver) return { conflict: await nobodyGives(db, cluster, terms), admitted: null };

  const principals = (await livePrincipals(db, application.id, cluster.slug)).map(({ name }) => name);
  const judged = await judgeAccess(db, { cluster, application, giver, principals, patch });
  const claim = { cluster: cluster.slug, application, terms, exceptRequest: null };
  const conflict = principals.length === 0 ? noPrincipal(application, cluster) : await accessConflict(db, claim);
  return { conflict, admitted: { giver, judged } };
}

/** The same as a refusal, else the judgement to store. Call it under the teams' locks and `lockAccessClaims`. */
export async function admitAccess(db: Connection, asked: AccessAsked): Promise<Result<AdmittedAccess>> {
  const { conflict, admitted } = await assessAccess(db, asked);
  if (conflict) {
    const code = admitted ? "conflict" : "invalid_input";
    return fail(code, conflict.message, { errors: [conflict] });
  }
  if (!admitted) throw new Error("access is neither refused nor judged");
  return admitted.judged.denied ? policyViolated(admitted.judged.violations) : ok(admitted);
}

/** Refuses an application that nobody can log in as yet. */
export function noPrincipal(application: { slug: string }, cluster: { slug: string }): FieldError {
  const message = `${application.slug} has no principal on ${cluster.slug} yet; ask for a principal first.`;
  return { path: "application", message };
}

/** Nobody could decide: the topic is not managed, or no team's prefix is asked for. */
async function nobodyGives(db: Connection, cluster: Cluster, terms: GrantTerms): Promise<FieldError> {
  const { resourceName: name, patternType } = terms;
  if (patternType === "PREFIXED") {
    const rule = "a prefix begins with the whole prefix of one team, such as `orders.`";
    return { path: "topic", message: `No team's names begin with ${name}: ${rule}.` };
  }
  if (await findManagedTopic(db, cluster.slug, name)) return { path: "topic", message: `${name} is being deleted.` };
  const { observed } = await lastObservation(db, cluster.slug, name);
  const message = observed
    ? `${name} is on ${cluster.slug}, but not managed here, so nobody could decide; the platform has to take it over first.`
    : `There is no topic ${name} on ${cluster.slug}.`;
  return { path: "topic", message };
}
