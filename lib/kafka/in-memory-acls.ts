import { type AclBinding, bindingKey } from "#lib/domain/acl-binding";
import { DONE, refused } from "./answers.ts";
import type { Answer } from "./cluster-admin.ts";
import { bindingError } from "./cluster-error.ts";
import { nothingRefused, type Refuse } from "./cluster-faults.ts";

/** The ACL bindings of an in-memory cluster, refusing what a broker refuses, which is little: it checks neither names nor hosts. */
export class InMemoryAcls {
  readonly #bindings = new Map<string, AclBinding>();

  clear(): void {
    this.#bindings.clear();
  }

  /** All bindings, or those of one principal, as copies. */
  list(principal?: string): AclBinding[] {
    const all = [...this.#bindings.values()];
    return structuredClone(principal === undefined ? all : all.filter((binding) => binding.principal === principal));
  }

  create(bindings: readonly AclBinding[], refuse: Refuse = nothingRefused): Answer<null>[] {
    return bindings.map((binding) => {
      const key = bindingKey(binding);
      const error = refuse(key) ?? problemOf(binding);
      if (error) return refused(error);
      this.#bindings.set(key, { ...binding });
      return DONE;
    });
  }

  delete(bindings: readonly AclBinding[], refuse: Refuse = nothingRefused): Answer<null>[] {
    return bindings.map((binding) => {
      const key = bindingKey(binding);
      const error = refuse(key);
      if (error) return refused(error);
      this.#bindings.delete(key);
      return DONE;
    });
  }
}

/** `AclApis.handleCreateAcls`, then `AclControlManager.validateNewAcl`. */
function problemOf({ principal, resourceType, resourceName }: AclBinding) {
  if (resourceType === "CLUSTER" && resourceName !== "kafka-cluster")
    return bindingError(42, "The only valid name for the CLUSTER resource is kafka-cluster");
  if (resourceName === "") return bindingError(42, "Invalid empty resource name");
  if (!principal.includes(":")) {
    const text = `Could not parse principal from \`${principal}\` (no colon is present separating the principal type from the principal name)`;
    return bindingError(42, text);
  }
  return undefined;
}
