import { z } from "zod";
import type { AclBinding, AclOperation } from "./acl-binding.ts";
import { PatternType } from "./acl-binding.ts";
import { line } from "./text.ts";
import { MAX_TOPIC_NAME_LENGTH } from "./topic-name.ts";

/** What an application may do with a topic. */
export const GrantOperation = z.enum(["consume", "produce"]);
export type GrantOperation = z.infer<typeof GrantOperation>;

/** Stored states. *Expiring* and *blocked* are derived. */
export const GrantState = z.enum(["pending", "active", "ended"]);
export type GrantState = z.infer<typeof GrantState>;

export const GrantEndKind = z.enum(["expired", "revoked", "released"]);
export type GrantEndKind = z.infer<typeof GrantEndKind>;

const resourceName = z
  .string()
  .min(2, "a name has at least 2 characters")
  .max(MAX_TOPIC_NAME_LENGTH, `a name has at most ${MAX_TOPIC_NAME_LENGTH} characters`)
  .regex(/^[a-zA-Z0-9._-]*$/, "holds only ASCII letters, digits, '.', '_' and '-'; `*` is never granted");

/** A consumer group or transactional id, or all that begin with a text of the application's own. Kafka would take any text; tools would not. */
export const NamePattern = z.strictObject({ name: resourceName, patternType: PatternType.default("LITERAL") });
export type NamePattern = z.infer<typeof NamePattern>;

/** Where clients may connect from: one IPv4 or IPv6 address, or `*` for anywhere. Kafka compares addresses as text, so no ranges. */
export const GrantHost = z.union([z.literal("*"), z.ipv4(), z.ipv6()], "is an IPv4 or IPv6 address, or * for anywhere");

/** What both sides promise beside the access itself. Absent fields promise nothing. */
export const Agreement = z.strictObject({
  /** The reader: records must stay at least this long, ms in text. */
  minRetentionMs: z
    .string()
    .regex(/^[1-9]\d{0,15}$/, "is a number of milliseconds above 0")
    .optional(),
  /** The reader: fields that must stay. */
  neededFields: z.array(line(200)).max(50, "at most 50 fields").optional(),
  /** The owner: days between announcing a breaking change and making it. */
  noticeDays: z.int("a whole number of days").min(0, "0 days or more").max(365, "at most 365 days").optional(),
  /** The owner: where the reader finds help. */
  supportContact: line(200).optional(),
});
export type Agreement = z.infer<typeof Agreement>;

/** Exactly what is granted, apart from to whom and until when: the bindings follow from it. */
export const GrantTerms = z.strictObject({
  operation: GrantOperation,
  patternType: PatternType,
  /** A topic's name, or the text that topic names begin with. */
  resourceName,
  /** Only to consume, and then always. */
  consumerGroup: NamePattern.nullable(),
  /** Only to produce, where transactions are needed. */
  transactionalId: NamePattern.nullable(),
  host: GrantHost,
});
export type GrantTerms = z.infer<typeof GrantTerms>;

/**
 * The ACL bindings that these terms need for one principal, and no more: to consume READ and DESCRIBE on the topic and READ on the group; to
 * produce WRITE and DESCRIBE on the topic, and both on the transactional id where one is asked for. (Kafka's authorization table, `Produce`,
 * `Fetch`, `JoinGroup`, `OffsetCommit`, `InitProducerId`: https://kafka.apache.org/documentation/#operations_resources_and_protocols)
 * @param principal in full, `User:orders.billing`
 */
export function bindingsOf(terms: GrantTerms, principal: string): AclBinding[] {
  const { patternType, resourceName: name, consumerGroup, transactionalId, host } = terms;
  const on = (resourceType: AclBinding["resourceType"], pattern: NamePattern, operations: readonly AclOperation[]) =>
    operations.map((operation) => ({
      principal,
      resourceType,
      resourceName: pattern.name,
      patternType: pattern.patternType,
      operation,
      permissionType: "ALLOW" as const,
      host,
    }));
  const topic = { name, patternType };

  if (terms.operation === "consume") {
    return [
      ...on("TOPIC", topic, ["READ", "DESCRIBE"]),
      ...(consumerGroup ? on("GROUP", consumerGroup, ["READ"]) : []),
    ];
  }
  return [
    ...on("TOPIC", topic, ["WRITE", "DESCRIBE"]),
    ...(transactionalId ? on("TRANSACTIONAL_ID", transactionalId, ["WRITE", "DESCRIBE"]) : []),
  ];
}

/** The beginning of consumer groups and transactional ids that are an application's alone; slugs hold no dot, so none covers another's. */
export function ownNamespace(applicationSlug: string): string {
  return `${applicationSlug}.`;
}
