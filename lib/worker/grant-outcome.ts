import type { GrantRow } from "#lib/db/worker-stores/due-principals";
import type { GrantStatusRow } from "#lib/db/worker-stores/principal-outcomes";
import { type AclBinding, bindingKey, bindingLabel } from "#lib/domain/acl-binding";
import { bindingsOf } from "#lib/domain/grant";
import { principalOf } from "#lib/domain/principal-name";
import { isSomebodyElses } from "./decide-principal-step.ts";
import type { PrincipalOutcome } from "./principal-outcome.ts";

export type GrantOutcome = { grant: GrantRow; row: GrantStatusRow };

/**
 * What became of an application's grants, from what became of each of its principals. A grant whose binding was refused is blocked, and
 * it alone; a grant that has ended is removed when nothing that it alone needed is left.
 */
export function grantOutcomes(grants: readonly GrantRow[], principals: readonly PrincipalOutcome[]): GrantOutcome[] {
  return grants.flatMap((grant) => {
    const row = grant.live ? liveStatus(grant, principals) : endedStatus(grant, principals);
    return row ? [{ grant, row }] : [];
  });
}

function liveStatus(grant: GrantRow, principals: readonly PrincipalOutcome[]): GrantStatusRow | null {
  const living = principals.filter(({ work }) => !work.principal.ended);
  if (living.length === 0) return pending(grant, "no_principal", "The application has no principal on this cluster.");

  const foreign = living.map(({ work }) => work.step.credential).find(isSomebodyElses);
  if (foreign?.do === "block") return blocked(grant, foreign.hindrance.reason, [foreign.hindrance.message]);

  const bindings = living.flatMap((outcome) =>
    bindingsOf(grant.terms, principalOf(outcome.work.principal.name)).map((binding) => ({ outcome, binding })),
  );
  const refused = bindings.flatMap(({ outcome, binding }) => refusalOf(outcome, binding));
  if (refused[0])
    return blocked(
      grant,
      refused[0].reason,
      refused.map(({ message }) => message),
    );

  const states = bindings.map(({ outcome, binding }) => outcome.bindings.get(bindingKey(binding))?.state);
  if (states.every((state) => state === "applied")) return status(grant, "applied", null, "");
  // It was there once; that something is missing is the principal's drift, and no step back for the grant.
  if (grant.status === "applied") return null;
  return pending(grant, "waiting_for_cluster", "");
}

function endedStatus(grant: GrantRow, principals: readonly PrincipalOutcome[]): GrantStatusRow | null {
  if (grant.state !== "ended") return null; // Past its date; the clock will end it.

  const left = principals.flatMap((outcome) =>
    bindingsOf(grant.terms, principalOf(outcome.work.principal.name))
      .filter((binding) => isLeft(outcome, binding))
      .map((binding) => ({ outcome, binding })),
  );
  if (left.length === 0) return status(grant, "removed", null, "");
  const refused = left.flatMap(({ outcome, binding }) => refusalOf(outcome, binding));
  return refused[0]
    ? blocked(
        grant,
        refused[0].reason,
        refused.map(({ message }) => message),
      )
    : null;
}

/** Still there, of ours, and needed by no other grant. */
function isLeft({ work, bindings }: PrincipalOutcome, binding: AclBinding): boolean {
  const key = bindingKey(binding);
  return bindings.has(key) && !work.step.desired.has(key);
}

function refusalOf({ work, seen }: PrincipalOutcome, binding: AclBinding): { reason: string; message: string }[] {
  const key = bindingKey(binding);
  const error = work.refusals.get(key);
  // Refused and there nevertheless: somebody else made it, and nothing is missing.
  if (!error || error.retriable || seen.has(key) === work.step.desired.has(key)) return [];
  return [{ reason: error.code, message: `${bindingLabel(binding)}: ${error.message}` }];
}

function blocked(grant: GrantRow, reason: string, messages: readonly string[]): GrantStatusRow {
  return status(grant, "blocked", reason, [...new Set(messages)].join("\n"));
}

function pending(grant: GrantRow, reason: string, message: string): GrantStatusRow {
  return status(grant, "pending", reason, message);
}

function status({ grantId }: GrantRow, state: GrantStatusRow["state"], reason: string | null, message: string) {
  return { grantId, state, reason, message };
}
