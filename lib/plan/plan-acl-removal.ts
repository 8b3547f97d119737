import { type AclBinding, bindingLabel } from "#lib/domain/acl-binding";
import type { Plan } from "#lib/domain/plan";
import { change, together } from "./compare.ts";

/** The deletion of ACLs that nobody granted: one row per line. Pure; the lines are those that were seen. */
export function planAclRemoval(removal: {
  cluster: string;
  name: string;
  bindings: readonly AclBinding[];
  /** When the cluster was last seen, ISO 8601; null when it never was. */
  observedAt: string | null;
}): Plan {
  const { cluster, name, bindings, observedAt } = removal;
  const rows = bindings.map((binding) => {
    const { principal, permissionType, host, operation, resourceName } = binding;
    const from = `${permissionType} from ${host}`;
    const effect =
      permissionType === "DENY"
        ? `${principal} is no longer kept from ${operation} on ${resourceName}: whatever else allows it then counts.`
        : `${principal} loses ${operation} on ${resourceName}, unless another ACL allows it; open connections are refused too.`;
    return change({ field: `${principal} ${bindingLabel(binding)}`, from, to: null, kind: "destructive" }, [effect]);
  });
  return { object: { kind: "acls", cluster, name }, topicId: null, basedOn: observedAt, ...together(rows) };
}
