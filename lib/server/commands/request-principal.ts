import { RequestPrincipal } from "#lib/contract/applications";
import type { Connection } from "#lib/db/database";
import { lockAccessClaims } from "#lib/db/stores/access-claims";
import { databaseNow } from "#lib/db/stores/clock";
import { findCluster } from "#lib/db/stores/clusters";
import { currentPolicies } from "#lib/db/stores/policies";
import type { Cluster } from "#lib/domain/cluster";
import type { PrincipalPatch } from "#lib/domain/request-kind";
import { type FieldError, fail } from "#lib/domain/result";
import { highestQuota } from "#lib/policy/quota";
import { lockedApplication } from "../applications/application-subject.ts";
import { defineCommand } from "../define-command.ts";
import { judgePrincipal } from "../principals/judge-principal.ts";
import { principalConflict, principalProblems } from "../principals/principal-problems.ts";
import { policyViolated, unknownCluster } from "../requests/refusals.ts";
import { submitRequest } from "../requests/submit-request.ts";

/** How long the principal that is replaced goes on working, where nobody says so. */
const USUAL_OVERLAP_MS = 7 * 86_400_000;

/** Asks for a principal of an application on a cluster, or for one that takes over from the one it has. */
export const requestPrincipal = defineCommand({
  name: "request-principal",
  permission: "principal.request",
  input: RequestPrincipal,
  subject: lockedApplication,
  async handle(context, input, { application }) {
    const { db } = context;
    const { cluster: slug, name, reason } = input;
    const cluster = await findCluster(db, slug);
    if (!cluster) return unknownCluster(slug);

    await lockAccessClaims(db, slug);
    const patch = await patchOf(db, input, { cluster, team: application.team });
    const asked = { cluster: slug, application, patch, requestId: null };
    const problems = await principalProblems(db, asked);
    if (problems.length > 0) return refused("invalid_input", problems);
    const conflict = await principalConflict(db, asked);
    if (conflict) return refused("conflict", [conflict]);
    const judged = await judgePrincipal(db, { cluster, application, patch });
    if (judged.denied) return policyViolated(judged.violations);

    const { team, id: applicationId } = application;
    const request = { cluster: slug, name, team, askingTeam: team, reason, applicationId };
    return submitRequest(context, { asked: { kind: "principal.create", ...request }, judged });
  },
});

/** What is asked for, with what nobody said: the most that the rules allow, and a usual time for both principals to work. */
async function patchOf(
  db: Connection,
  { kind, name, quota, replaces, replacedEndsAt }: RequestPrincipal,
  { cluster, team }: { cluster: Cluster; team: { slug: string } },
): Promise<PrincipalPatch> {
  const usualEnd = async () => new Date((await databaseNow(db)).getTime() + USUAL_OVERLAP_MS).toISOString();
  return {
    ...{ kind, name },
    quota: quota ?? highestQuota(await currentPolicies(db), { cluster, team, name }),
    replaces: replaces ?? null,
    replacedEndsAt: replacedEndsAt ?? (replaces ? await usualEnd() : null),
  };
}

function refused(code: "invalid_input" | "conflict", errors: FieldError[]) {
  return fail(code, errors.map(({ path, message }) => `${path}: ${message}`).join(" "), { errors });
}
