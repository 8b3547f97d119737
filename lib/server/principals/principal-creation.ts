import type { Connection } from "#lib/db/database";
import { lockAccessClaims } from "#lib/db/stores/access-claims";
import { findApplicationById } from "#lib/db/stores/applications";
import { findCluster } from "#lib/db/stores/clusters";
import { insertPrincipal, setPrincipalEnd } from "#lib/db/stores/principals";
import { moveRequest, type RequestRecord } from "#lib/db/stores/requests";
import { unknownCluster } from "../requests/refusals.ts";
import type { JudgedAgain, Judgement, KindOfRequest } from "../requests/request-kind.ts";
import { judgePrincipal } from "./judge-principal.ts";
import { principalConflict, principalProblems } from "./principal-problems.ts";

/** A principal that is not there yet. */
export const principalCreation: KindOfRequest<"principal.create"> = {
  judgeAgain,
  carryOut,
  // The name is held by the open request itself.
  release: async () => {},
};

async function judgeAgain(
  db: Connection,
  { id: requestId, cluster: slug, applicationId, patch }: RequestRecord<"principal.create">,
): Promise<JudgedAgain<"principal.create">> {
  const cluster = await findCluster(db, slug);
  const application = await applicationOf(db, applicationId);
  if (!cluster) return unknownCluster(slug);

  await lockAccessClaims(db, slug);
  const asked = { cluster: slug, application, patch, requestId };
  const [problem] = await principalProblems(db, asked);
  const conflict = problem ?? (await principalConflict(db, asked));
  if (conflict) return { ok: false, stale: conflict };
  return { ok: true, value: await judgePrincipal(db, { cluster, application, patch }) };
}

async function carryOut(
  db: Connection,
  { id, cluster, applicationId }: RequestRecord<"principal.create">,
  { patch }: Judgement<"principal.create">,
): Promise<void> {
  const application = await applicationOf(db, applicationId);
  const { name, kind, quota, replaces, replacedEndsAt } = patch;
  const principalId = await insertPrincipal(db, { applicationId: application.id, cluster, name, kind, quota });
  if (replaces !== null && replacedEndsAt !== null) await setPrincipalEnd(db, replaces, replacedEndsAt);
  await moveRequest(db, id, { state: "approved", principalId, generation: 1 });
}

/** The application of a request about a principal; it cannot be deleted while the request names it. */
export async function applicationOf(db: Connection, applicationId: string | null) {
  const application = applicationId === null ? null : await findApplicationById(db, applicationId);
  if (!application) throw new Error("a request for a principal names no application");
  return application;
}
