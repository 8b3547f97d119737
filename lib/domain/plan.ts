import { z } from "zod";
import { TopicDefaults } from "./topic-defaults.ts";

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
 * for a subject it is `schema`, `field <path>`, `compatibility`, `version <number>` or `subject`; for a group's offsets `partition <number>`; for what
 * changes hands `owner of <kind> <name>`.
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

/** A group that would lose records it has not read. `owner` in words: `Billing (orders-billing)`; null when nobody is known. */
export const LosingGroup = z.object({
  group: z.string(),
  owner: z.string().nullable(),
  /** Records that go unread, over all partitions; int64 as text. */
  records: z.string(),
});
export type LosingGroup = z.infer<typeof LosingGroup>;

/** What a shorter retention deletes, as the cluster told it; counts are int64 as text, times ISO 8601. */
export const Loss = z.object({
  measuredAt: z.string(),
  records: z.string(),
  /** On all brokers together, in proportion to the records: Kafka does not tell the size of a part of a log. */
  bytes: z.string(),
  /** The oldest record that goes, and the time before which everything goes. Null when nothing does. */
  from: z.string().nullable(),
  to: z.string(),
  groups: z.array(LosingGroup),
});
export type Loss = z.infer<typeof Loss>;

/** The concrete difference that a person approves. Serialisable; `changes` and `refusals` are ordered. */
export const Plan = z.object({
  object: z.object({
    kind: z.enum(["topic", "access", "principal", "acls", "subject", "group", "ownership"]),
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
  /**
   * What the keys among its changes mean on the cluster where they are not set, before or after; absent where each of them is set. Part of what is
   * approved.
   */
  defaults: TopicDefaults.optional(),
  /** What goes with a shorter retention; absent where nothing is deleted, null while the cluster has not told. Part of what is approved. */
  loss: Loss.nullable().optional(),
});
export type Plan = z.infer<typeof Plan>;
