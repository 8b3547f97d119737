import { z } from "zod";

/**
 * How a change acts: `additive` makes something that was not there, `neutral` loses nothing, `irreversible` cannot be taken back,
 * `destructive` may lose data or service.
 */
export const CHANGE_KINDS = ["additive", "neutral", "irreversible", "destructive"] as const;
export const ChangeKind = z.enum(CHANGE_KINDS);
export type ChangeKind = z.infer<typeof ChangeKind>;

/**
 * One field, before and after. For a topic, `field` is `topic` (the object itself), `partitions`, `replicationFactor` or a config key; for access and
 * principals it is a binding as one line (`User:orders.billing TOPIC orders. (PREFIXED) READ`), `expiresAt`, `principal`, or a quota's key;
 * for a subject it is `schema`, `field <path>`, `compatibility`, `version <number>` or `subject`.
 */
export const Change = z.object({
  field: z.string(),
  from: z.union([z.string(), z.number(), z.null()]),
  to: z.union([z.string(), z.number(), z.null()]),
  kind: ChangeKind,
});
export type Change = z.infer<typeof Change>;

/** What Kafka cannot do, with the reason. A plan with refusals cannot be applied. */
export const Refusal = z.object({ field: z.string(), reason: z.string() });
export type Refusal = z.infer<typeof Refusal>;

/** A consequence in words, with numbers, under the field that causes it. */
export const Effect = z.object({ field: z.string(), text: z.string() });
export type Effect = z.infer<typeof Effect>;

/** The concrete difference that a person approves. Serialisable; `changes` and `refusals` are ordered. */
export const Plan = z.object({
  object: z.object({
    kind: z.enum(["topic", "access", "principal", "acls", "subject"]),
    cluster: z.string(),
    name: z.string(),
  }),
  /** Kafka's topic id when the plan is about a topic that exists; null for a creation, and for whatever is no topic. */
  topicId: z.string().nullable(),
  /** When the cluster was last seen, ISO 8601; null when it never was. */
  basedOn: z.string().nullable(),
  changes: z.array(Change),
  refusals: z.array(Refusal),
  effects: z.array(Effect),
});
export type Plan = z.infer<typeof Plan>;
