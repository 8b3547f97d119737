import type { PrincipalRequestDetail } from "#lib/contract/applications";
import type { Connection } from "#lib/db/database";
import { findApplicationById } from "#lib/db/stores/applications";
import { findPrincipal } from "#lib/db/stores/principals";
import type { RequestPatches } from "#lib/domain/request-kind";

type Patch = RequestPatches["principal.create" | "principal.quota" | "principal.revert"];

/** What only requests about a principal have: whose it is, and how it will be. Null for every other request. */
export async function principalParticulars(
  db: Connection,
  requestId: number,
  patch: Patch,
): Promise<PrincipalRequestDetail | null> {
  const [links] = await db.$queryRaw<{ applicationId: string; principalId: string | null }[]>`
    SELECT application_id AS "applicationId", principal_id AS "principalId" FROM requests
    WHERE id = ${requestId} AND application_id IS NOT NULL`;
  const application = links ? await findApplicationById(db, links.applicationId) : null;
  if (!links || !application) return null;

  const { id, slug, name, team } = application;
  const about = { application: { id, slug, name, team } };
  if ("replaces" in patch) {
    const replaced = patch.replaces === null ? null : await findPrincipal(db, patch.replaces);
    const replaces = replaced && { name: replaced.name, endsAt: patch.replacedEndsAt };
    return { ...about, kind: patch.kind, name: patch.name, quota: patch.quota, replaces };
  }
  const principal = links.principalId === null ? null : await findPrincipal(db, links.principalId);
  if (!principal) return null;

  const quota = "bindings" in patch ? principal.quota : patch.quota;
  return { ...about, kind: principal.kind, name: principal.name, quota, replaces: null };
}
