import type { GrantRow, OwnBinding, PrincipalRow } from "#lib/db/worker-stores/due-principals";
import { type AclBinding, bindingKey } from "#lib/domain/acl-binding";
import { type ClientQuota, QUOTA_KEYS } from "#lib/domain/client-quota";
import { bindingsOf } from "#lib/domain/grant";
import { principalOf } from "#lib/domain/principal-name";
import type { SaltedPassword } from "#lib/domain/scram-credential";
import type { OpenedCredential } from "#lib/domain/sealed-credential";
import { deriveBindings } from "#lib/plan/derive-bindings";

/** What keeps a part of a principal from being written; `reason` names it, `message` says it to a person. */
export type Hindrance = { reason: "foreign_user" | "reserved" | "foreign_quota" | "rotate"; message: string };

export type CredentialStep =
  | { do: "keep" }
  /** Ours was there, and the cluster has none of that name now. What it held is known to nobody any more. */
  | { do: "report-missing" }
  | { do: "upsert"; generation: number; salted: SaltedPassword }
  /** Only once the ACLs are gone: a credential that is deleted does not cut open connections. */
  | { do: "delete" }
  | { do: "block"; hindrance: Hindrance };

export type QuotaStep =
  | { do: "keep" }
  | { do: "report-drift"; observed: ClientQuota }
  | { do: "alter"; quota: ClientQuota }
  | { do: "block"; hindrance: Hindrance };

export type PrincipalStep = {
  /** What is to be there, by key. */
  desired: ReadonlyMap<string, AclBinding>;
  toCreate: AclBinding[];
  /** Only what we put there and nothing needs any more. */
  toRemove: AclBinding[];
  credential: CredentialStep;
  quota: QuotaStep;
};

/** What the cluster says of the user: whether it has a credential, and its quota. */
export type PrincipalSight = { hasCredential: boolean; quota: ClientQuota };

/**
 * What follows from what is desired, what we did, and what the cluster shows. Pure: the one place that tells ours from somebody else's.
 * @param grants of its application
 * @param opened the sealed credential; null when there is none
 */
export function decidePrincipalStep(
  principal: PrincipalRow,
  grants: readonly GrantRow[],
  sight: PrincipalSight,
  opened: OpenedCredential | null,
): PrincipalStep {
  const credential = decideCredential(principal, sight, opened);
  const quota = decideQuota(principal, sight);
  const desired = desiredOf(principal, grants);
  const toCreate = isSomebodyElses(credential) ? [] : [...desired.values()].filter(maybeCreate(principal, grants));
  const toRemove = principal.bindings.filter((own) => isOurs(own) && !desired.has(bindingKey(own.binding)));
  return { desired, toCreate, toRemove: toRemove.map(({ binding }) => binding), credential, quota };
}

/** Whatever the name is given would go to somebody else. */
export function isSomebodyElses(credential: CredentialStep): boolean {
  return credential.do === "block" && ["foreign_user", "reserved"].includes(credential.hindrance.reason);
}

function desiredOf({ ended, name }: PrincipalRow, grants: readonly GrantRow[]): Map<string, AclBinding> {
  const live = ended ? [] : grants.filter((grant) => grant.live).map(({ terms }) => terms);
  return new Map(deriveBindings(live, principalOf(name)).map((binding) => [bindingKey(binding), binding]));
}

/** The cluster never took a refused binding; should there be an equal one, somebody else made it. */
function isOurs({ state }: OwnBinding): boolean {
  return state !== "refused";
}

/**
 * Tells what may be created. A binding that was there once and vanished is never put back unasked: only when a grant that was not yet
 * carried out needs it, or when a revert of it was approved.
 */
function maybeCreate({ name, bindings, reverts }: PrincipalRow, grants: readonly GrantRow[]) {
  const wasThere = new Set(
    bindings
      .filter(({ state }) => state === "applied" || state === "missing")
      .map(({ binding }) => bindingKey(binding)),
  );
  const asked = new Set([
    ...reverts.flatMap((revert) => revert.bindings.map(bindingKey)),
    ...grants
      .filter(({ live, state }) => live && state === "pending")
      .flatMap(({ terms }) => bindingsOf(terms, principalOf(name)).map(bindingKey)),
  ]);
  return (binding: AclBinding) => !wasThere.has(bindingKey(binding)) || asked.has(bindingKey(binding));
}

const KEEP = { do: "keep" } as const;

function decideCredential(
  principal: PrincipalRow,
  { hasCredential }: PrincipalSight,
  opened: OpenedCredential | null,
): CredentialStep {
  const { kind, ended, state, credentialAttempted, credentialGeneration, confirmedCredential, sealed, name } =
    principal;
  const isDone = state === "ended" || (ended && kind !== "scram");
  if (principal.reserved && !isDone) {
    const message = `${name} belongs to the platform by now. Headgate gives it no access, and touches neither its credential nor its quota.`;
    return { do: "block", hindrance: { reason: "reserved", message } };
  }
  // Once it was cleared away, its name may be another principal's.
  if (kind !== "scram" || state === "ended") return KEEP;
  if (ended) return credentialAttempted && hasCredential ? { do: "delete" } : KEEP;
  if (hasCredential && !credentialAttempted) {
    const message = `A SCRAM user ${name} was made on the cluster by somebody else. Headgate does not touch it, and gives it no access.`;
    return { do: "block", hindrance: { reason: "foreign_user", message } };
  }
  if (credentialGeneration <= confirmedCredential)
    return hasCredential || confirmedCredential === 0 ? KEEP : { do: "report-missing" };
  if (!sealed || sealed.generation !== credentialGeneration || !opened)
    return rotate("was lost before the cluster had it");
  if (!opened.ok) return rotate(opened.reason === "other_key" ? OTHER_KEY : "does not open: it was damaged");
  return { do: "upsert", generation: sealed.generation, salted: opened.value };
}

const OTHER_KEY = "was sealed to a key that the worker does not have (any more)";

function rotate(what: string): CredentialStep {
  const message = `The credential ${what}. Issue a new one.`;
  return { do: "block", hindrance: { reason: "rotate", message } };
}

function decideQuota(principal: PrincipalRow, { quota: observed }: PrincipalSight): QuotaStep {
  const { ended, state, quotaAttempted, appliedQuota, reverts, name } = principal;
  const quota = ended ? {} : principal.quota;
  if (principal.reserved || isSameQuota(observed, quota) || state === "ended") return KEEP;
  if (!quotaAttempted) {
    if (Object.keys(quota).length === 0) return KEEP; // Somebody else's, and nothing is asked of us.
    if (Object.keys(observed).length === 0) return { do: "alter", quota };
    const message = `A quota of ${name} was set on the cluster by somebody else. Headgate does not touch it.`;
    return { do: "block", hindrance: { reason: "foreign_quota", message } };
  }
  const wasApplied = !ended && appliedQuota !== null && isSameQuota(appliedQuota, quota);
  return wasApplied && !reverts.some((revert) => revert.quota)
    ? { do: "report-drift", observed }
    : { do: "alter", quota };
}

/** Whether two quotas limit the same. */
export function isSameQuota(one: ClientQuota, other: ClientQuota): boolean {
  return QUOTA_KEYS.every((key) => one[key] === other[key]);
}
