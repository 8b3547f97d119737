import { aclText, parseAclText } from "#lib/db/worker-stores/acl-observations";
import type { AclBinding } from "#lib/domain/acl-binding";

export type AclDifference = { added: AclBinding[]; gone: AclBinding[] };

/**
 * What a sweep found that is not stored.
 * @param known texts of what is stored
 * @param touched texts of bindings that were written after the sweep began: of those it does not know better
 */
export function compareAcls(
  known: ReadonlySet<string>,
  seen: readonly AclBinding[],
  touched: ReadonlySet<string>,
): AclDifference {
  const missing = new Set(known);
  const added = new Map<string, AclBinding>();
  for (const binding of seen) {
    const text = aclText(binding);
    if (!missing.delete(text) && !touched.has(text)) added.set(text, binding);
  }
  for (const text of touched) missing.delete(text);
  return { added: [...added.values()], gone: [...missing].map(parseAclText) };
}
