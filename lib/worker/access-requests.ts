import type { AccessRequest } from "#lib/db/worker-stores/principal-outcomes";
import { bindingKey } from "#lib/domain/acl-binding";
import { type RequestEvent, type RequestState, transition } from "#lib/domain/request";
import { QuotaPatch, RevertPatch } from "#lib/domain/request-kind";
import { isSameQuota } from "./decide-principal-step.ts";
import type { GrantOutcome } from "./grant-outcome.ts";
import type { PrincipalOutcome } from "./principal-outcome.ts";

export type EndedRequest = { id: bigint; state: RequestState; outcome: string | null };

/** What ends a request: it was carried out, or something later made that impossible; undefined while neither is so. */
type Verdict = { event: RequestEvent; outcome: string | null } | undefined;

const APPLIED: Verdict = { event: { type: "apply" }, outcome: null };
const superseded = (outcome: string): Verdict => ({ event: { type: "supersede" }, outcome });

/** The approved requests that are carried out by now, each when its own items were seen, or never will be. */
export function endedAccessRequests(
  requests: readonly AccessRequest[],
  grants: readonly GrantOutcome[],
  principals: readonly PrincipalOutcome[],
): EndedRequest[] {
  const grantById = new Map(grants.map(({ row }) => [row.grantId, row]));
  const principalById = new Map(principals.map((outcome) => [outcome.row.principalId, outcome]));
  return requests.flatMap((request) => {
    const verdict = request.kind.startsWith("access.")
      ? accessVerdict(request, grantById.get(request.grantId ?? ""))
      : principalVerdict(request, principalById.get(request.principalId ?? ""));
    if (!verdict) return [];
    const moved = transition("approved", verdict.event);
    if (!moved.ok) throw new Error(`The table of states does not know ${verdict.event.type} of an approved request.`);
    return [{ id: request.id, state: moved.value, outcome: verdict.outcome }];
  });
}

function accessVerdict({ isGrantEnded }: AccessRequest, grant: GrantOutcome["row"] | undefined): Verdict {
  if (isGrantEnded) return superseded("The access ended before it was seen on the cluster.");
  return grant?.state === "applied" ? APPLIED : undefined;
}

function principalVerdict(request: AccessRequest, outcome: PrincipalOutcome | undefined): Verdict {
  if (!outcome) return undefined;
  const { principal } = outcome.work;
  // A later generation was not looked at yet; its own round will tell.
  if (request.generation !== principal.generation) return undefined;
  if (principal.ended) return superseded("The principal ended before this was seen on the cluster.");

  switch (request.kind) {
    case "principal.create":
      return outcome.isOwnDone ? APPLIED : undefined;
    case "principal.quota":
      return outcome.isOwnDone ? quotaVerdict(request, outcome) : undefined;
    case "principal.revert":
      return isReverted(request, outcome) ? APPLIED : undefined;
    default:
      return undefined;
  }
}

function quotaVerdict({ patch }: AccessRequest, { work }: PrincipalOutcome): Verdict {
  const isCurrent = isSameQuota(QuotaPatch.parse(patch).quota, work.principal.quota);
  return isCurrent ? APPLIED : superseded("Another quota was approved before this one was applied.");
}

/** Whether everything is back that is still wanted. */
function isReverted({ patch }: AccessRequest, { work, seen, isOwnDone }: PrincipalOutcome): boolean {
  const keys = RevertPatch.parse(patch).bindings.map(bindingKey);
  return isOwnDone && keys.every((key) => seen.has(key) || !work.step.desired.has(key));
}
