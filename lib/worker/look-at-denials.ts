import type { DeniedOperation, TopicRow } from "#lib/db/worker-stores/due-topics";
import type { AclBinding } from "#lib/domain/acl-binding";
import { type Answer, type ClusterAdmin, ClusterCallFailed } from "#lib/kafka/cluster-admin";

/** Operations that are denied to everybody, by topic; an error where the cluster keeps no ACLs, or does not let the worker see them. */
export type Denials = Answer<ReadonlyMap<string, ReadonlySet<string>>>;

const EVERYBODY = "User:*";

function denialOf(topic: string, operation: DeniedOperation): AclBinding {
  const resource = { resourceType: "TOPIC", resourceName: topic, patternType: "LITERAL" } as const;
  return { principal: EVERYBODY, ...resource, operation, permissionType: "DENY", host: "*" };
}

/** The bindings by which a block denies operations to everybody, everywhere. */
export function denialsOf(topic: string, operations: readonly DeniedOperation[]): AclBinding[] {
  return operations.map((operation) => denialOf(topic, operation));
}

/**
 * What is denied to everybody, in one read; nothing is asked when none of these topics is or was blocked.
 * @throws ClusterCallFailed when the cluster does not answer
 */
export async function lookAtDenials(admin: ClusterAdmin, topics: readonly TopicRow[]): Promise<Denials> {
  if (!topics.some(({ blocked, denied }) => blocked || denied.length > 0)) return { ok: true, value: new Map() };
  try {
    return { ok: true, value: denialsByTopic(await admin.listAcls(EVERYBODY)) };
  } catch (error) {
    if (!(error instanceof ClusterCallFailed) || error.error.code !== "not_authorized") throw error;
    return { ok: false, error: error.error };
  }
}

function denialsByTopic(bindings: readonly AclBinding[]): Map<string, Set<string>> {
  const denials = new Map<string, Set<string>>();
  for (const { resourceName, operation, ...rest } of bindings) {
    const { resourceType, patternType, permissionType, host } = rest;
    if (resourceType !== "TOPIC" || patternType !== "LITERAL" || permissionType !== "DENY" || host !== "*") continue;
    const operations = denials.get(resourceName) ?? new Set();
    operations.add(operation);
    denials.set(resourceName, operations);
  }
  return denials;
}
