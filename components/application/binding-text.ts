import type { BindingView } from "#lib/contract/applications";

/** An ACL line without its principal, in Kafka's words: `TOPIC orders. (PREFIXED) READ`; where it may come from only if that is limited. */
export function bindingText(binding: BindingView): string {
  const { resourceType, resourceName, patternType, operation, permissionType, host } = binding;
  const pattern = patternType === "PREFIXED" ? " (PREFIXED)" : "";
  const denied = permissionType === "DENY" ? "DENY " : "";
  const from = host === "*" ? "" : ` from ${host}`;
  return `${denied}${resourceType} ${resourceName}${pattern} ${operation}${from}`;
}

/** `12 ACL lines`, and how many of them are not on the cluster as they should be. */
export function bindingCounts(bindings: readonly Pick<BindingView, "state">[]): { total: string; awry: string | null } {
  const managed = bindings.filter(({ state }) => state !== "unmanaged");
  const counted = (state: BindingView["state"], word: string) => {
    const count = bindings.filter((binding) => binding.state === state).length;
    return count === 0 ? [] : [`${count} ${word}`];
  };
  const awry = [
    ...counted("refused", "refused"),
    ...counted("missing", "missing"),
    ...counted("pending", "pending"),
    ...counted("removing", "being removed"),
    ...counted("unmanaged", "unmanaged"),
  ];
  return { total: aclLines(managed.length), awry: awry.length > 0 ? awry.join(", ") : null };
}

/** `1 ACL line`, `12 ACL lines`. */
export function aclLines(count: number): string {
  return `${count} ACL ${count === 1 ? "line" : "lines"}`;
}
