import { type AclBinding, bindingKey } from "#lib/domain/acl-binding";
import { bindingsOf, type GrantTerms } from "#lib/domain/grant";

/**
 * The ACL bindings of a principal: the union of what each grant needs, each once, in one order whatever the order of the grants. A binding
 * that a wider one covers stays: if it went, ending the wider grant would take what the narrower one needs until it is made again.
 * @param principal in full, `User:orders.billing`
 */
export function deriveBindings(grants: readonly GrantTerms[], principal: string): AclBinding[] {
  const needed = new Map(
    grants.flatMap((terms) => bindingsOf(terms, principal).map((binding) => [bindingKey(binding), binding])),
  );
  return [...needed].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, binding]) => binding);
}
