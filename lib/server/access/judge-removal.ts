import type { Connection } from "#lib/db/database";
import { lastObservation } from "#lib/db/stores/topics";
import type { AclBinding } from "#lib/domain/acl-binding";
import { fingerprintOf } from "#lib/plan/fingerprint";
import { planAclRemoval } from "#lib/plan/plan-acl-removal";
import { requiredSlots } from "#lib/policy/required-slots";
import type { Judgement } from "../requests/request-kind.ts";

export type RemovalCase = {
  cluster: string;
  /** What the request is called: whose bindings they are. */
  name: string;
  bindings: AclBinding[];
  /** Who decides: the owner of what the bindings name, else nobody but the platform. */
  team: { id: string; name: string };
  owned: boolean;
};

/** Judges the removal of bindings that nobody granted. It takes access away, so its risk is always high. Reads only. */
export async function judgeRemoval(db: Connection, asked: RemovalCase): Promise<Judgement<"acl.remove">> {
  const { cluster, name, bindings, team, owned } = asked;
  const { seenAt } = await lastObservation(db, cluster, name);
  const plan = planAclRemoval({ cluster, name, bindings, observedAt: seenAt });
  return {
    patch: { bindings },
    plan,
    fingerprint: fingerprintOf(plan),
    violations: [],
    denied: false,
    risk: "high",
    slots: requiredSlots(owned ? "acl.remove.owned" : "acl.remove.unowned", "high", team),
    partitions: 0,
    estimatedBytes: 0n,
  };
}

/** A binding without what is read beside it. */
export function bare(binding: AclBinding): AclBinding {
  const { principal, resourceType, resourceName, patternType, operation, permissionType, host } = binding;
  return { principal, resourceType, resourceName, patternType, operation, permissionType, host };
}

/** Whose bindings they are, as a request is called: `User:legacy`, `User:legacy and 2 more`. */
export function removalName(bindings: readonly AclBinding[]): string {
  const [first = "", ...rest] = new Set(bindings.map(({ principal }) => principal));
  return rest.length === 0 ? first : `${first} and ${rest.length} more`;
}
