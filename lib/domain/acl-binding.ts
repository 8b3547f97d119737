import { z } from "zod";

/** Kafka's own words: `org.apache.kafka.common.resource.ResourceType`, without ANY and UNKNOWN. */
export const RESOURCE_TYPES = ["TOPIC", "GROUP", "CLUSTER", "TRANSACTIONAL_ID", "DELEGATION_TOKEN", "USER"] as const;
export const ResourceType = z.enum(RESOURCE_TYPES);
export type ResourceType = z.infer<typeof ResourceType>;

/** How a binding names its resource; ANY and MATCH exist only in filters. */
export const PatternType = z.enum(["LITERAL", "PREFIXED"]);
export type PatternType = z.infer<typeof PatternType>;

/** `org.apache.kafka.common.acl.AclOperation`, without ANY and UNKNOWN. */
export const ACL_OPERATIONS = [
  "ALL",
  "READ",
  "WRITE",
  "CREATE",
  "DELETE",
  "ALTER",
  "DESCRIBE",
  "CLUSTER_ACTION",
  "DESCRIBE_CONFIGS",
  "ALTER_CONFIGS",
  "IDEMPOTENT_WRITE",
  "CREATE_TOKENS",
  "DESCRIBE_TOKENS",
  "TWO_PHASE_COMMIT",
] as const;
export const AclOperation = z.enum(ACL_OPERATIONS);
export type AclOperation = z.infer<typeof AclOperation>;

/** One rule of Kafka's authorizer, whole: two bindings are the same when all fields are. `principal` is in full, `User:orders.billing`. */
export const AclBinding = z.strictObject({
  principal: z.string(),
  resourceType: ResourceType,
  resourceName: z.string(),
  patternType: PatternType,
  operation: AclOperation,
  permissionType: z.enum(["ALLOW", "DENY"]),
  host: z.string(),
});
export type AclBinding = z.infer<typeof AclBinding>;

/** One text per binding, equal for equal bindings; for sets and maps. */
export function bindingKey(binding: AclBinding): string {
  const { principal, resourceType, resourceName, patternType, operation, permissionType, host } = binding;
  return JSON.stringify([principal, resourceType, patternType, resourceName, operation, permissionType, host]);
}

/** A binding without its principal, as people read it: `TOPIC orders.order-placed.v1 READ`, `GROUP billing. (PREFIXED) READ`. */
export function bindingLabel({
  resourceType,
  resourceName,
  patternType,
  operation,
}: Omit<AclBinding, "principal">): string {
  return `${resourceType} ${resourceName}${patternType === "PREFIXED" ? " (PREFIXED)" : ""} ${operation}`;
}

/** Every text that a name begins with, itself included: what a PREFIXED pattern that covers it can be called. At most as many as it has characters. */
export function prefixesOf(name: string): string[] {
  return Array.from(name, (_, index) => name.slice(0, index + 1));
}
