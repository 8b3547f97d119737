import type { BindingView } from "#lib/contract/applications";
import type { Connection } from "#lib/db/database";
import { grantTerms } from "#lib/db/stores/grants";
import { type AclBinding, bindingKey } from "#lib/domain/acl-binding";
import type { GrantTerms } from "#lib/domain/grant";
import { deriveBindings } from "#lib/plan/derive-bindings";

/** As many ACLs of one principal as a page can show. */
const MOST = 2_000;

type Known = AclBinding & { state: "attempted" | "applied" | "refused" | "missing"; message: string };

/**
 * Every ACL of a principal as people read it: what its grants need and how that stands on the cluster, what is still being taken away, and what was seen
 * there although nobody granted it.
 * @param principal in full, `User:orders.billing`
 */
export async function readBindings(
  db: Connection,
  about: { id: string; applicationId: string; cluster: string; principal: string; ended: boolean },
): Promise<BindingView[]> {
  const { id, applicationId, cluster, principal, ended } = about;
  const [terms, known, seen] = await Promise.all([
    ended ? [] : liveTerms(db, applicationId, cluster),
    knownBindings(db, id, principal),
    seenBindings(db, cluster, principal),
  ]);
  const desired = new Map(deriveBindings(terms, principal).map((binding) => [bindingKey(binding), binding]));
  const ours = new Map(known.map((binding) => [bindingKey(binding), binding]));

  const pending = [...desired].flatMap(([key, binding]) => (ours.has(key) ? [] : [view(binding, "pending")]));
  const written = [...ours].map(([key, { state, message, ...binding }]) => {
    if (!desired.has(key)) return view(binding, "removing", message);
    return view(binding, state === "attempted" ? "pending" : state, message);
  });
  const foreign = seen.filter((binding) => !ours.has(bindingKey(binding)) && !desired.has(bindingKey(binding)));
  return [...pending, ...written, ...foreign.map((binding) => view(binding, "unmanaged"))].sort(byResource);
}

function view(binding: AclBinding, state: BindingView["state"], message = ""): BindingView {
  return { ...binding, state, message };
}

function byResource(one: BindingView, other: BindingView): number {
  const [a, b] = [bindingKey(one as AclBinding), bindingKey(other as AclBinding)];
  return a < b ? -1 : a > b ? 1 : 0;
}

async function liveTerms(db: Connection, applicationId: string, cluster: string): Promise<GrantTerms[]> {
  const rows = await db.$queryRaw<{ terms: GrantTerms }[]>`
    SELECT ${grantTerms} AS terms FROM grants g
    WHERE g.application_id = ${applicationId}::uuid AND g.cluster_slug = ${cluster} AND g.state <> 'ended' AND g.expires_at > now()`;
  return rows.map(({ terms }) => terms);
}

function knownBindings(db: Connection, principalId: string, principal: string): Promise<Known[]> {
  return db.$queryRaw`
    SELECT ${principal}::text AS principal, b.resource_type AS "resourceType", b.resource_name AS "resourceName",
      b.pattern_type AS "patternType", b.operation, b.permission_type AS "permissionType", b.host, b.state, b.message
    FROM principal_bindings b WHERE b.principal_id = ${principalId}::uuid LIMIT ${MOST}`;
}

function seenBindings(db: Connection, cluster: string, principal: string): Promise<AclBinding[]> {
  return db.$queryRaw`
    SELECT o.principal, o.resource_type AS "resourceType", o.resource_name AS "resourceName", o.pattern_type AS "patternType", o.operation,
      o.permission_type AS "permissionType", o.host
    FROM acl_observations o WHERE o.cluster_slug = ${cluster} AND o.principal = ${principal} LIMIT ${MOST}`;
}
