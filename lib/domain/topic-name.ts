import { z } from "zod";

/** Kafka's own limits: `org.apache.kafka.common.internals.Topic` (MAX_NAME_LENGTH 249, LEGAL_CHARS `[a-zA-Z0-9._-]`). */
export const MAX_TOPIC_NAME_LENGTH = 249;

/**
 * A name that Kafka accepts. Whether the rules of this installation accept it too is the policy's question.
 * Names that begin with `__` and `_schemas` are Kafka's and the registry's own; they are refused here because no rule may allow them.
 */
export const TopicName = z
  .string()
  .min(1, "a topic needs a name")
  .max(MAX_TOPIC_NAME_LENGTH, `a topic name has at most ${MAX_TOPIC_NAME_LENGTH} characters`)
  .regex(/^[a-zA-Z0-9._-]*$/, "a topic name holds only ASCII letters, digits, '.', '_' and '-'")
  .refine((name) => name !== "." && name !== "..", "'.' and '..' are not topic names")
  .refine(
    (name) => !isInternalTopic(name),
    "names that begin with '__', and '_schemas', are internal to Kafka and the registry",
  )
  .brand<"TopicName">();
export type TopicName = z.infer<typeof TopicName>;

/** True for names that belong to Kafka or a schema registry: `__…` and `_schemas`. */
export function isInternalTopic(name: string): boolean {
  return name.startsWith("__") || name === "_schemas";
}

/**
 * The key under which two names collide: Kafka maps `.` to `_` in its metric names, so `a.b` and `a_b` cannot both exist
 * (`Topic.unifyCollisionChars`).
 */
export function collisionKey(name: string): string {
  return name.replaceAll(".", "_");
}
