import { appendAudit } from "#lib/db/append-audit";
import {
  type JudgeablePrincipal,
  type JudgedPrincipal,
  saveJudgedPrincipals,
} from "#lib/db/worker-stores/managed-principals";
import { type BindingRow, lockPrincipals, saveBindings } from "#lib/db/worker-stores/principal-outcomes";
import type { ClientQuota } from "#lib/domain/client-quota";
import { type Answer, ClusterCallFailed } from "#lib/kafka/cluster-admin";
import { type ClusterSession, type Suspicions, workerActor } from "./cluster-session.ts";
import { chunks } from "./creation-batches.ts";
import { isSameQuota } from "./decide-principal-step.ts";
import { missingMessage, QUOTA_CHANGED, USER_MISSING } from "./drift-in-words.ts";
import { fenced } from "./fenced.ts";

const PRINCIPALS_PER_TRANSACTION = 500;
const TOLD = 5;

/** What a sweep saw beside the ACLs; absent: the cluster did not say. */
export type SeenUsers = {
  users: ReadonlyMap<string, boolean>;
  quotas: ReadonlyMap<string, ClientQuota>;
};

/**
 * What a sweep says about principals that are not due. A first sight is only a suspicion; the second sweep in a row that sees the same
 * makes it the principal's state, also on the way back to ready.
 * @param earlier suspicions of the sweep before
 */
export function judgePrincipals(
  principals: readonly JudgeablePrincipal[],
  seen: SeenUsers,
  earlier: Suspicions,
): { agreed: JudgedPrincipal[]; suspicions: Suspicions } {
  const agreed: JudgedPrincipal[] = [];
  const suspicions: Suspicions = new Map();
  for (const principal of principals) {
    const verdict = judge(principal, seen);
    if (verdict.state === principal.state && verdict.message === principal.message) continue;

    const suspicion = `${verdict.state} ${verdict.message}`;
    if (earlier.get(principal.principalId) === suspicion) agreed.push(verdict);
    else suspicions.set(principal.principalId, suspicion);
  }
  return { agreed, suspicions };
}

function judge(principal: JudgeablePrincipal, { users, quotas }: SeenUsers): JudgedPrincipal {
  const { principalId, name, state: was, missing } = principal;
  const quota = quotas.get(name) ?? null;
  const differences = [
    ...(users.get(name) === false ? [USER_MISSING] : []),
    ...(quota && !isSameQuota(quota, principal.quota) ? [QUOTA_CHANGED] : []),
    ...missing.map(missingMessage),
  ];
  const more = differences.length > TOLD ? [`and ${differences.length - TOLD} more`] : [];
  const message = [...differences.slice(0, TOLD), ...more].join("\n");
  const state = message ? "drifted" : "ready";
  return { principalId, was, state, reason: message ? "drift" : null, message, observedQuota: quota };
}

/**
 * Judges the principals of a cluster, and commits what two sweeps agreed on.
 * @param principals all that may be judged, by the observations as they are now
 * @throws LeaseLost
 */
export async function declarePrincipals(
  session: ClusterSession,
  startedAt: Date,
  principals: readonly JudgeablePrincipal[],
): Promise<void> {
  const seen = await lookAtAllUsers(session, principals);
  const { agreed, suspicions } = judgePrincipals(principals, seen, session.principalSuspicions);
  session.principalSuspicions = suspicions;
  const byId = new Map(principals.map((principal) => [principal.principalId, principal]));

  for (const judged of chunks(agreed, PRINCIPALS_PER_TRANSACTION)) {
    await fenced(session, async (tx) => {
      const ids = judged.map(({ principalId }) => principalId);
      await lockPrincipals(tx, [], ids);
      const written = await saveJudgedPrincipals(tx, judged, startedAt);
      const told = judged.flatMap((verdict) => {
        const principal = byId.get(verdict.principalId);
        return principal && written.has(verdict.principalId) ? [{ verdict, principal }] : [];
      });
      await saveBindings(
        tx,
        session.slug,
        told.flatMap(({ principal }) => bindingRows(principal)),
      );
      await appendAudit(
        tx,
        told.map(({ verdict, principal }) => declaredEvent(session, verdict, principal)),
      );
    });
  }
}

/** Credentials and quotas of what a sweep judges; a cluster that does not tell them leaves them as they are. */
async function lookAtAllUsers(
  { admin, log }: ClusterSession,
  principals: readonly JudgeablePrincipal[],
): Promise<SeenUsers> {
  const scram = namesOf(
    principals.filter(({ kind, confirmedCredential }) => kind === "scram" && confirmedCredential > 0),
  );
  const limited = namesOf(principals.filter(({ quotaAttempted }) => quotaAttempted));
  try {
    const [users, quotas] = await Promise.all([
      scram.length > 0 ? admin.describeScramUsers(scram) : new Map<string, Answer<unknown>>(),
      limited.length > 0 ? admin.describeUserQuotas(limited) : new Map<string, Answer<ClientQuota>>(),
    ]);
    const isTold = (name: string) => users.get(name)?.ok !== false;
    return {
      users: new Map(scram.filter(isTold).map((name) => [name, users.has(name)])),
      quotas: new Map([...quotas].flatMap(([name, answer]) => (answer.ok ? [[name, answer.value] as const] : []))),
    };
  } catch (error) {
    if (!(error instanceof ClusterCallFailed)) throw error;
    log.warn({ reason: error.error.code, told: error.message }, "credentials and quotas could not be read");
    return { users: new Map(), quotas: new Map() };
  }
}

function namesOf(principals: readonly JudgeablePrincipal[]): string[] {
  return principals.map(({ name }) => name);
}

function bindingRows({ principalId, missing, healed }: JudgeablePrincipal): BindingRow[] {
  return [
    ...missing.map((binding) => ({ principalId, binding, state: "missing" as const, message: "" })),
    ...healed.map((binding) => ({ principalId, binding, state: "applied" as const, message: "" })),
  ];
}

function declaredEvent(session: ClusterSession, verdict: JudgedPrincipal, { name, teamId }: JudgeablePrincipal) {
  return {
    action: `principal.${verdict.state}`,
    actor: workerActor(session),
    object: { kind: "principal", id: verdict.principalId, name },
    teamId,
    before: { state: verdict.was },
    after: { state: verdict.state, reason: verdict.reason },
    reason: verdict.message || null,
  };
}
