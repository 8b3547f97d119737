import { RequestPrincipal } from "#lib/contract/applications";
import { lockAccessClaims } from "#lib/db/stores/access-claims";
import { databaseNow } from "#lib/db/stores/clock";
import { findCluster } from "#lib/db/stores/clusters";
import type { PrincipalPatch } from "#lib/domain/request-kind";
import { type FieldError, fail } from "#lib/domain/result";
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
  async handle(context, { cluster: slug, kind, name, quota, replaces, replacedEndsAt, reason }, { application }) {
    const { db } = context;
    const cluster = await findCluster(db, slug);
    if (!cluster) return unknownCluster(slug);

    await lockAccessClaims(db, slug);
    const usual = () => databaseNow(db).then((now) => new Date(now.getTime() + USUAL_OVERLAP_MS).toISOString());
    const end = replacedEndsAt ?? (replaces ? await usual() : null);
    const patch: PrincipalPatch = { kind, name, quota, replaces: replaces ?? null, replacedEndsAt: end };
    const asked = { cluster: slug, application, patch, requestId: null };
    const problems = await principalProblems(db, asked);
    if (problems.length > 0) return refused("invalid_input", problems);
    const conflict = await principalConflict(db, asked);
    if (conflict) return refused("conflict", [conflict]);
    const judged = await judgePrincipal(db, { cluster, application, patch });
    if (judged.denied) return policyViolated(judged.violations);

    const { team } = application;
    return submitRequest(context, {
      asked: {
        ...{ kind: "principal.create", cluster: slug, name, team, askingTeam: team, reason },
        applicationId: application.id,
      },
      judged,
    });
  },
});

function refused(code: "invalid_input" | "conflict", errors: FieldError[]) {
  return fail(code, errors.map(({ path, message }) => `${path}: ${message}`).join(" "), { errors });
}
