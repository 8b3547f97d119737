import type { UnmanagedAcl } from "#lib/contract/access";
import { type AclBinding, bindingKey } from "#lib/domain/acl-binding";

/** One text per ACL of a cluster, for selections and keys. */
export function aclKey(acl: AclBinding): string {
  return bindingKey(acl);
}

/** `READ`, `all operations`, with DENY said before. */
export function operationText({ operation, permissionType }: Pick<AclBinding, "operation" | "permissionType">): string {
  const what = operation === "ALL" ? "all operations" : operation;
  return permissionType === "DENY" ? `DENY ${what}` : what;
}

/** The binding alone, as the cluster knows it. */
export function bindingOf(acl: AclBinding): AclBinding {
  const { principal, resourceType, resourceName, patternType, operation, permissionType, host } = acl;
  return { principal, resourceType, resourceName, patternType, operation, permissionType, host };
}

/**
 * The address of the access form, filled with what an ACL allows; null where no grant could stand for it: a DENY, `*`, another resource than
 * a topic, another operation than a client's, or a principal that is no application's.
 */
export function adoptHref(acl: AclBinding & Pick<UnmanagedAcl, "cluster" | "application">): string | null {
  const { cluster, application, resourceType, resourceName, patternType, permissionType, host, operation } = acl;
  const wanted = operation === "READ" ? "consume" : operation === "WRITE" ? "produce" : null;
  if (!application || !wanted || permissionType === "DENY" || resourceType !== "TOPIC" || resourceName === "*")
    return null;

  const search = new URLSearchParams({
    application: application.slug,
    cluster,
    topic: resourceName,
    operation: wanted,
  });
  if (patternType === "PREFIXED") search.set("pattern", patternType);
  if (host !== "*") search.set("host", host);
  return `/access/new?${search}`;
}
