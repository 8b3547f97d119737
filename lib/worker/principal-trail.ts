import type { AccessRequest } from "#lib/db/worker-stores/principal-outcomes";
import type { AuditEvent } from "#lib/domain/audit";
import { type ClusterSession, workerActor } from "./cluster-session.ts";
import type { GrantOutcome } from "./grant-outcome.ts";
import type { PrincipalOutcome } from "./principal-outcome.ts";

const GRANT_ACTIONS = { applied: "grant.applied", blocked: "grant.blocked", removed: "grant.removed" } as const;

/** What the trail says of a round: principals and grants whose state changed, and credentials that the cluster has taken. */
export function auditOfPrincipals(
  session: ClusterSession,
  outcomes: readonly PrincipalOutcome[],
  grants: readonly GrantOutcome[],
  requests: readonly AccessRequest[],
): AuditEvent[] {
  const actor = workerActor(session);
  const requestOf = new Map(requests.flatMap(({ grantId, id }) => (grantId ? [[grantId, String(id)] as const] : [])));
  return [
    ...outcomes.flatMap((outcome) => [...credentialEvent(actor, outcome), ...stateEvent(actor, outcome)]),
    ...grants.flatMap((outcome) => grantEvent(actor, outcome, requestOf.get(outcome.grant.grantId) ?? null)),
  ];
}

type Actor = AuditEvent["actor"];

function about({ work: { principal } }: PrincipalOutcome) {
  return {
    object: { kind: "principal", id: principal.principalId, name: principal.name },
    teamId: principal.teamId,
  };
}

function credentialEvent(actor: Actor, outcome: PrincipalOutcome): AuditEvent[] {
  const { confirmedCredential } = outcome.row;
  if (confirmedCredential === null) return [];
  return [{ ...about(outcome), actor, action: "credential.confirmed", after: { credential: confirmedCredential } }];
}

function stateEvent(actor: Actor, outcome: PrincipalOutcome): AuditEvent[] {
  const { work, row } = outcome;
  const { state, reason, message } = work.principal;
  const isSame = state === row.state && reason === row.reason && message === row.message;
  if (isSame || row.state === "pending") return [];
  return [
    {
      ...about(outcome),
      actor,
      // `principal.ended` is a person's or the clock's decision; this is what came of it.
      action: row.state === "ended" ? "principal.removed" : `principal.${row.state}`,
      before: { state },
      after: { state: row.state, reason: row.reason },
      reason: row.message || null,
    },
  ];
}

function grantEvent(actor: Actor, { grant, row }: GrantOutcome, requestId: string | null): AuditEvent[] {
  if (row.state === "pending") return [];
  return [
    {
      action: GRANT_ACTIONS[row.state],
      actor,
      object: { kind: "grant", id: grant.grantId, name: grant.terms.resourceName },
      teamId: grant.teamId,
      requestId,
      before: { state: grant.status },
      after: { state: row.state, reason: row.reason },
      reason: row.message || null,
    },
  ];
}
