import type { PrincipalRow } from "#lib/db/worker-stores/due-principals";
import { type AclBinding, bindingKey } from "#lib/domain/acl-binding";
import type { ClientQuota } from "#lib/domain/client-quota";
import { principalOf } from "#lib/domain/principal-name";
import type { Answer, ClusterAdmin } from "#lib/kafka/cluster-admin";
import { chunks } from "./creation-batches.ts";

/** What it costs a broker to look through its ACLs for one principal, in ACLs told: it looks at all of them, and tells few. */
const LOOK_COSTS = 5_000;
const READS_AT_ONCE = 4;

/** Users and quotas as the cluster tells them, for the principals that have or may have one. */
export type UserSight = {
  users: Map<string, Answer<{ iterations: number }>>;
  quotas: Map<string, Answer<ClientQuota>>;
};

/** A fresh look at credentials and quotas. @throws ClusterCallFailed */
export async function lookAtUsers(admin: ClusterAdmin, principals: readonly PrincipalRow[]): Promise<UserSight> {
  const scram = principals.filter(({ kind }) => kind === "scram").map(({ name }) => name);
  const limited = principals.filter(({ quota, quotaAttempted }) => quotaAttempted || Object.keys(quota).length > 0);
  const [users, quotas] = await Promise.all([
    scram.length > 0 ? admin.describeScramUsers([...new Set(scram)]) : new Map(),
    limited.length > 0 ? admin.describeUserQuotas([...new Set(limited.map(({ name }) => name))]) : new Map(),
  ]);
  return { users, quotas };
}

/**
 * A fresh look at the bindings of these principals: each by itself when they are few, else all of the cluster in one read.
 * @param names without `User:`
 * @param aclsOnCluster how many the cluster is known to have; null when it was never swept
 * @throws ClusterCallFailed
 */
export async function lookAtBindings(
  admin: ClusterAdmin,
  names: readonly string[],
  aclsOnCluster: number | null,
): Promise<Map<string, AclBinding>> {
  const principals = [...new Set(names.map(principalOf))];
  if (principals.length > 1 && (aclsOnCluster ?? 0) < principals.length * LOOK_COSTS) {
    const wanted = new Set(principals);
    return byKey((await admin.listAcls()).filter(({ principal }) => wanted.has(principal)));
  }

  const seen: AclBinding[] = [];
  for (const some of chunks(principals, READS_AT_ONCE))
    for (const bindings of await Promise.all(some.map((principal) => admin.listAcls(principal))))
      seen.push(...bindings);
  return byKey(seen);
}

function byKey(bindings: readonly AclBinding[]): Map<string, AclBinding> {
  return new Map(bindings.map((binding) => [bindingKey(binding), binding]));
}
