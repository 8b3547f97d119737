import { z } from "zod";
import { ClientQuota } from "./client-quota.ts";
import { Slug, Tier } from "./cluster.ts";
import { CompatibilityLevel } from "./compatibility.ts";
import { GrantOperation } from "./grant.ts";
import { SchemaType } from "./schema.ts";
import { SubjectStrategy } from "./subject-name.ts";
import { Classification } from "./topic-spec.ts";

/** A whole number in text, so that Kafka's int64 values survive JSON. */
const Int64 = z.string().regex(/^-?\d{1,19}$/);

/** One segment of a topic name template. */
export const NameSegment = z.discriminatedUnion("type", [
  /** One of the team's own prefixes (without its trailing separator). */
  z.strictObject({ type: z.literal("team-prefix"), name: z.string() }),
  z.strictObject({ type: z.literal("one-of"), name: z.string(), values: z.array(z.string()).min(1) }),
  /** An RE2 pattern that the whole segment must match; `describe` says it in words. */
  z.strictObject({ type: z.literal("pattern"), name: z.string(), pattern: z.string(), describe: z.string() }),
  /** `v1`, `v2`, … */
  z.strictObject({ type: z.literal("version"), name: z.string() }),
]);
export type NameSegment = z.infer<typeof NameSegment>;

const ConfigRule = z.strictObject({
  key: z.string(),
  required: z.boolean().optional(),
  forbidden: z.boolean().optional(),
  allowed: z.array(z.string()).optional(),
  min: Int64.optional(),
  max: Int64.optional(),
});

/** What each kind of rule states; `kind` selects the shape. Absent limits do not limit. */
export const PolicyRule = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("topic-name"),
    separator: z.enum([".", "-", "_"]),
    segments: z.array(NameSegment).min(1),
    forbiddenWords: z.array(z.string()).default([]),
  }),
  z.strictObject({
    kind: z.literal("partitions"),
    min: z.int().optional(),
    max: z.int().optional(),
    multipleOf: z.int().optional(),
  }),
  z.strictObject({
    kind: z.literal("replication"),
    min: z.int().optional(),
    max: z.int().optional(),
    minInsyncReplicas: z.int().optional(),
  }),
  z.strictObject({
    kind: z.literal("retention"),
    minMs: Int64.optional(),
    maxMs: Int64.optional(),
    maxBytes: Int64.optional(),
    unlimitedAllowed: z.boolean(),
  }),
  z.strictObject({ kind: z.literal("config"), rules: z.array(ConfigRule), unknownKeysAllowed: z.boolean() }),
  z.strictObject({
    kind: z.literal("metadata"),
    required: z.array(z.enum(["description", "contact", "docs", "tags", "expectedBytesPerSecond"])).default([]),
    classifications: z.array(Classification).optional(),
    minDescriptionLength: z.int().optional(),
  }),
  z.strictObject({
    kind: z.literal("budget"),
    topics: z.int().optional(),
    partitions: z.int().optional(),
    /** Stored bytes per team, as estimated from expected rate and retention. */
    bytes: Int64.optional(),
  }),
  z.strictObject({
    kind: z.literal("access"),
    /** The longest time that access may be granted for, from the day it is asked for. */
    maxDays: z.int().min(1).optional(),
    operations: z.array(GrantOperation).optional(),
    prefixedAllowed: z.boolean().default(true),
    transactionalAllowed: z.boolean().default(true),
    /** The rule holds for data of these classifications only; absent: for all. A prefix counts as the highest it covers. */
    classifications: z.array(Classification).optional(),
    /** The most that a principal may be given; a quota that is absent then counts as too much. */
    maxQuota: ClientQuota.optional(),
  }),
  z.strictObject({
    kind: z.literal("schema"),
    types: z.array(SchemaType).optional(),
    strategies: z.array(SubjectStrategy).optional(),
    /** A level has to promise at least what this one does. */
    lowestCompatibility: CompatibilityLevel.optional(),
    docs: z.enum(["none", "every-field"]).default("none"),
    /** An RE2 pattern that each field's own name must match; `describe` says it in words. */
    fieldName: z.strictObject({ pattern: z.string(), describe: z.string() }).optional(),
  }),
]);
export type PolicyRule = z.infer<typeof PolicyRule>;
export type PolicyKind = PolicyRule["kind"];

const Dimension = <T extends z.ZodType>(value: T) =>
  z.strictObject({ only: z.array(value).optional(), except: z.array(value).optional() });

/** Where a rule applies. Every stated dimension must match; an absent one matches everything. Names are RE2 patterns, matched whole. */
export const PolicyScope = z.strictObject({
  tier: Dimension(Tier).optional(),
  cluster: Dimension(Slug).optional(),
  team: Dimension(Slug).optional(),
  name: Dimension(z.string()).optional(),
});
export type PolicyScope = z.infer<typeof PolicyScope>;

/** One immutable revision of a rule. */
export const Policy = z.object({
  id: z.uuid(),
  slug: Slug,
  revision: z.int(),
  rule: PolicyRule,
  scope: PolicyScope,
  enforcement: z.enum(["deny", "warn"]),
  /** What the platform adds for the person who is refused: why the rule exists, whom to ask. */
  message: z.string(),
});
export type Policy = z.infer<typeof Policy>;

/** One broken rule, with everything that is needed to repair it. */
export const Violation = z.object({
  policyId: z.string(),
  policySlug: z.string(),
  revision: z.int(),
  kind: z.string(),
  enforcement: z.enum(["deny", "warn"]),
  /** Path in the request's input: `name`, `spec.partitions`, `spec.config.retention.ms`, `metadata.description`. */
  path: z.string(),
  actual: z.string().nullable(),
  limit: z.string(),
  message: z.string(),
  /** A value for `path` that would pass, where one can be computed. */
  suggestion: z.union([z.string(), z.number()]).nullable(),
  waivable: z.boolean(),
});
export type Violation = z.infer<typeof Violation>;
