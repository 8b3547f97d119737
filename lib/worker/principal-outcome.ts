import type { BindingState, GrantRow, PrincipalRow, PrincipalState } from "#lib/db/worker-stores/due-principals";
import type { PrincipalOutcomeRow } from "#lib/db/worker-stores/principal-outcomes";
import { type AclBinding, bindingKey, bindingLabel } from "#lib/domain/acl-binding";
import type { ClientQuota } from "#lib/domain/client-quota";
import type { ClusterError } from "#lib/kafka/cluster-admin";
import { type BackOff, backOffMs, ITEM_BACK_OFF } from "./back-off.ts";
import { isSameQuota, type PrincipalSight, type PrincipalStep } from "./decide-principal-step.ts";
import { missingMessage, QUOTA_CHANGED, USER_MISSING } from "./drift-in-words.ts";

/** One principal in one round: what was decided, and what the cluster refused of it. */
export type PrincipalWork = {
  readonly principal: PrincipalRow;
  readonly grants: readonly GrantRow[];
  /** What the cluster said before anything was written. */
  readonly sight: PrincipalSight;
  readonly step: PrincipalStep;
  /** By binding. */
  readonly refusals: Map<string, ClusterError>;
  credentialError: ClusterError | null;
  quotaError: ClusterError | null;
};

/** What the cluster shows afterwards. Null: it did not say. */
export type PrincipalSeen = {
  bindings: ReadonlySet<string>;
  hasCredential: boolean | null;
  quota: ClientQuota | null;
};

export type BindingOutcome = { binding: AclBinding; state: BindingState; message: string };

/** What became of a principal in one round. */
export type PrincipalOutcome = {
  work: PrincipalWork;
  row: PrincipalOutcomeRow;
  /** What is desired, and what of ours could not be removed, as it stands now. Keys that are absent are none of ours any more. */
  bindings: ReadonlyMap<string, BindingOutcome>;
  /** Own bindings that were seen to be gone, or never were there. */
  forgotten: AclBinding[];
  seen: ReadonlySet<string>;
  /** Whether credential and quota are as desired, or at least nothing of them is left to do. */
  isOwnDone: boolean;
};

/** Something that is not as it should be: it waits for a person (`blocked`), for another try, or is told as drift. */
type Finding = { as: "blocked" | "waiting" | "drift"; reason: string; message: string; retry: BackOff | null };

/** For what the cluster refused though it may yet take it: rights of the worker, a policy. Until then it stays blocked. */
const REFUSED_BACK_OFF: BackOff = { firstMs: 1_000, capMs: 30_000 };
const LOOK_AGAIN: BackOff = { firstMs: 250, capMs: 2_000 };
/** Refusals that no repetition will change. */
const TERMINAL = new Set(["invalid_binding", "invalid_credential"]);

/** What became of a principal, from what was decided, what was answered and what was seen afterwards. Pure but for the jitter of waits. */
export function outcomeOf(work: PrincipalWork, seen: PrincipalSeen): PrincipalOutcome {
  const { bindings, forgotten, findings } = bindingOutcomes(work, seen.bindings);
  // What an ended principal gives back last is not due before the rest is gone.
  const isTooEarly = work.principal.ended && findings.length > 0;
  const own = isTooEarly ? [] : [...credentialFindings(work, seen), ...quotaFindings(work, seen)];
  const row = rowOf(work, seen, [...own, ...findings]);
  const isOwnDone = own.every(({ as }) => as === "drift");
  return { work, row, bindings, forgotten, seen: seen.bindings, isOwnDone };
}

/** It is tried again; nothing else about it is known. */
export function againPrincipal(
  principal: PrincipalRow,
  why: { reason: string; message: string; dueInMs: number; state?: PrincipalState },
): PrincipalOutcomeRow {
  const { principalId, generation, attempt } = principal;
  return { ...NOTHING, principalId, generation, state: "pending", ...why, attempt: attempt + 1 };
}

const NOTHING = {
  reason: null,
  message: "",
  attempt: 0,
  dueInMs: null,
  isSettled: false,
  confirmedCredential: null,
  appliedQuota: null,
  observedQuota: null,
  forgetCredentialAttempt: false,
  forgetQuotaAttempt: false,
};

function bindingOutcomes({ principal, step, refusals }: PrincipalWork, seen: ReadonlySet<string>) {
  const bindings = new Map<string, BindingOutcome>();
  const forgotten: AclBinding[] = [];
  const findings: Finding[] = [];
  const created = new Set(step.toCreate.map(bindingKey));
  const own = new Set(principal.bindings.map(({ binding }) => bindingKey(binding)));

  for (const [key, binding] of step.desired) {
    const error = refusals.get(key);
    const told = `${bindingLabel(binding)}: ${error?.message ?? ""}`;
    if (seen.has(key)) bindings.set(key, { binding, state: "applied", message: "" });
    else if (error) {
      bindings.set(key, { binding, state: "refused", message: error.message });
      findings.push(refusal(error, told));
    } else if (created.has(key)) {
      bindings.set(key, { binding, state: "attempted", message: "" });
      findings.push(notVisibleYet(`${bindingLabel(binding)} was accepted by the cluster, which does not show it yet.`));
    } else if (own.has(key)) {
      bindings.set(key, { binding, state: "missing", message: "" });
      findings.push(drift(missingMessage(binding)));
    }
  }
  const removed = new Set(step.toRemove.map(bindingKey));
  for (const { binding, state } of principal.bindings) {
    const key = bindingKey(binding);
    if (step.desired.has(key)) continue;
    if (!seen.has(key) || !removed.has(key)) {
      forgotten.push(binding);
      continue;
    }
    const error = refusals.get(key);
    bindings.set(key, { binding, state, message: error?.message ?? "" });
    const label = `${bindingLabel(binding)} cannot be removed`;
    findings.push(
      error ? refusal(error, `${label}: ${error.message}`) : notVisibleYet(`${label} yet: it still shows.`),
    );
  }
  return { bindings, forgotten, findings };
}

function credentialFindings({ step, credentialError }: PrincipalWork, { hasCredential }: PrincipalSeen): Finding[] {
  const { credential } = step;
  if (credential.do === "block") return [blocked(credential.hindrance)];
  if (credential.do === "report-missing") return [drift(USER_MISSING)];
  if (credential.do === "keep") return [];
  if (credentialError) return [refusal(credentialError, `Credential: ${credentialError.message}`)];

  const isDone = hasCredential === (credential.do === "upsert");
  return isDone ? [] : [notVisibleYet("The cluster has accepted the credential's change and does not show it yet.")];
}

function quotaFindings({ step, quotaError }: PrincipalWork, { quota: seen }: PrincipalSeen): Finding[] {
  const { quota } = step;
  if (quota.do === "block") return [blocked(quota.hindrance)];
  if (quota.do === "report-drift") return [drift(QUOTA_CHANGED)];
  if (quota.do === "keep") return [];
  if (quotaError) return [refusal(quotaError, `Quota: ${quotaError.message}`)];

  const isDone = seen !== null && isSameQuota(seen, quota.quota);
  return isDone ? [] : [notVisibleYet("The cluster has accepted the quota and does not show it yet.")];
}

function blocked({ reason, message }: { reason: string; message: string }): Finding {
  return { as: "blocked", reason, message, retry: null };
}

function refusal({ code, retriable }: ClusterError, message: string): Finding {
  if (retriable) return { as: "waiting", reason: code, message, retry: ITEM_BACK_OFF };
  return { as: "blocked", reason: code, message, retry: TERMINAL.has(code) ? null : REFUSED_BACK_OFF };
}

function notVisibleYet(message: string): Finding {
  return { as: "waiting", reason: "not_visible_yet", message, retry: LOOK_AGAIN };
}

function drift(message: string): Finding {
  return { as: "drift", reason: "drift", message, retry: null };
}

/** How many findings a status tells in full. */
const TOLD = 5;

function rowOf(work: PrincipalWork, seen: PrincipalSeen, findings: readonly Finding[]): PrincipalOutcomeRow {
  const { principal, step } = work;
  const first =
    findings.find(({ as }) => as === "blocked") ?? findings.find(({ as }) => as === "waiting") ?? findings[0];
  const told = findings.filter(({ as }) => as === first?.as).map(({ message }) => message);
  const more = told.length > TOLD ? [`and ${told.length - TOLD} more`] : [];
  const waits = findings.flatMap(({ retry }) => (retry ? [backOffMs(retry, principal.attempt)] : []));
  const dueInMs = waits.length > 0 ? Math.min(...waits) : null;

  return {
    principalId: principal.principalId,
    generation: principal.generation,
    state: stateOf(principal, first),
    reason: first?.reason ?? null,
    message: [...told.slice(0, TOLD), ...more].join("\n"),
    attempt: dueInMs === null ? 0 : principal.attempt + 1,
    dueInMs,
    isSettled: first === undefined || first.as === "drift",
    ...ownOutcome(work, seen, step),
  };
}

function stateOf({ ended }: PrincipalRow, first: Finding | undefined): PrincipalState {
  if (!first) return ended ? "ended" : "ready";
  const states = { blocked: "blocked", waiting: "pending", drift: "drifted" } as const;
  return states[first.as];
}

function ownOutcome(
  { principal, credentialError, quotaError }: PrincipalWork,
  seen: PrincipalSeen,
  step: PrincipalStep,
) {
  const { credential, quota } = step;
  const isConfirmed = credential.do === "upsert" && !credentialError && seen.hasCredential === true;
  const isQuotaAsDesired = quota.do === "keep" || (quota.do === "alter" && !quotaError);
  const isQuotaSeen = seen.quota !== null && isSameQuota(seen.quota, principal.quota);
  return {
    confirmedCredential: isConfirmed ? credential.generation : null,
    appliedQuota: isQuotaAsDesired && isQuotaSeen ? principal.quota : null,
    observedQuota: seen.quota,
    // What was refused for certain, and never tried before, is not ours should it appear later.
    forgetCredentialAttempt: isCertain(credentialError) && !principal.credentialAttempted,
    forgetQuotaAttempt: isCertain(quotaError) && !principal.quotaAttempted,
  };
}

function isCertain(error: ClusterError | null): boolean {
  return error !== null && error.code !== "timed_out" && error.code !== "unavailable" && error.code !== "unexpected";
}
