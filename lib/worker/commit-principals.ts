import { appendAudit } from "#lib/db/append-audit";
import { recordSeenBindings } from "#lib/db/worker-stores/acl-observations";
import type { PrincipalRow } from "#lib/db/worker-stores/due-principals";
import {
  type AccessRequest,
  forgetBindings,
  lockAccessRequests,
  lockPrincipals,
  saveBindings,
  saveGrantStatuses,
  savePrincipalOutcomes,
  wipeSealedCredentials,
} from "#lib/db/worker-stores/principal-outcomes";
import { endApprovedRequests } from "#lib/db/worker-stores/topic-outcomes";
import { bindingKey } from "#lib/domain/acl-binding";
import { endedAccessRequests } from "./access-requests.ts";
import type { ClusterSession } from "./cluster-session.ts";
import { fenced } from "./fenced.ts";
import { type GrantOutcome, grantOutcomes } from "./grant-outcome.ts";
import type { PrincipalOutcome } from "./principal-outcome.ts";
import { auditOfPrincipals } from "./principal-trail.ts";

/**
 * Makes outcomes true, all or none: statuses of principals and grants, bindings, the requests they carry out, what pages show, audit. The
 * sealed credential goes in the transaction that says that the cluster has it.
 * @param incomplete applications of whose principals some are not among the outcomes: their grants are not judged
 * @throws LeaseLost when another worker may be at it by now; the principals stay due
 */
export async function commitPrincipals(
  session: ClusterSession,
  outcomes: readonly PrincipalOutcome[],
  incomplete: ReadonlySet<string>,
): Promise<void> {
  if (outcomes.length === 0) return;
  const rows = outcomes.map(({ row }) => row);
  const grants = judgeGrants(outcomes, incomplete);
  const grantIds = outcomes.flatMap(({ work }) => work.grants.map(({ grantId }) => grantId));
  const principalIds = rows.map(({ principalId }) => principalId);

  await fenced(session, async (tx) => {
    await lockPrincipals(tx, grantIds, principalIds);
    const requests: AccessRequest[] = await lockAccessRequests(tx, grantIds, principalIds);
    const ended = endedAccessRequests(requests, grants, outcomes);

    await savePrincipalOutcomes(tx, rows);
    await wipeSealedCredentials(tx, outcomes.flatMap(wipedOf));
    await saveBindings(tx, session.slug, outcomes.flatMap(changedBindings));
    await forgetBindings(tx, outcomes.flatMap(forgottenBindings));
    await saveGrantStatuses(
      tx,
      grants.filter(isChanged).map(({ row }) => row),
    );
    await recordSeenBindings(tx, session.slug, writtenBindings(outcomes));
    await endApprovedRequests(tx, ended);
    await appendAudit(tx, auditOfPrincipals(session, outcomes, grants.filter(isChanged), requests));
  });
  session.checkpoint("committed");
}

function judgeGrants(outcomes: readonly PrincipalOutcome[], incomplete: ReadonlySet<string>): GrantOutcome[] {
  const byApplication = Map.groupBy(outcomes, ({ work }) => work.principal.applicationId);
  return [...byApplication].flatMap(([applicationId, principals]) =>
    incomplete.has(applicationId) ? [] : grantOutcomes(principals[0]?.work.grants ?? [], principals),
  );
}

function isChanged({ grant, row }: GrantOutcome): boolean {
  return grant.status !== row.state || grant.message !== row.message;
}

function wipedOf({ work: { principal }, row }: PrincipalOutcome): { principalId: string; generation: number }[] {
  const generation = row.state === "ended" ? principal.credentialGeneration : row.confirmedCredential;
  return generation === null ? [] : [{ principalId: row.principalId, generation }];
}

/** Those that do not stand as they stood, or are about to: an attempt was recorded for what was to be created. */
function changedBindings({ work, row: { principalId }, bindings }: PrincipalOutcome) {
  const before = stored(work.principal);
  const attempted = new Set(work.step.toCreate.map(bindingKey));
  return [...bindings].flatMap(([key, { binding, state, message }]) => {
    const was = before.get(key);
    const isSame = was?.state === state && was.message === message && !attempted.has(key);
    return isSame ? [] : [{ principalId, binding, state, message }];
  });
}

function stored({ bindings }: PrincipalRow) {
  return new Map(bindings.map((own) => [bindingKey(own.binding), own]));
}

function forgottenBindings({ row: { principalId }, forgotten }: PrincipalOutcome) {
  return forgotten.map((binding) => ({ principalId, binding }));
}

/** What was written and read back; pages show it without waiting for a sweep. */
function writtenBindings(outcomes: readonly PrincipalOutcome[]) {
  const there = outcomes.flatMap(({ work, seen }) => work.step.toCreate.filter((one) => seen.has(bindingKey(one))));
  const gone = outcomes.flatMap(({ work, seen }) => work.step.toRemove.filter((one) => !seen.has(bindingKey(one))));
  return { there, gone };
}
