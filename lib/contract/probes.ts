import { z } from "zod";
import { Slug } from "#lib/domain/cluster";
import { CompatibilityLevel } from "#lib/domain/compatibility";
import { GroupOffsets } from "#lib/domain/group-offsets";
import { Loss } from "#lib/domain/plan";
import { SchemaDefinition } from "#lib/domain/schema";
import { TopicName } from "#lib/domain/topic-name";
import { aboutSubject } from "./subjects.ts";
import { Reason } from "./topic-requests.ts";

/** Records in a sample. */
export const MAX_SAMPLE = 50;

export const AskCompatibility = z.strictObject({ ...aboutSubject, ...SchemaDefinition.shape });

export const AskSample = z.strictObject({
  cluster: Slug,
  topic: TopicName,
  count: z.coerce
    .number()
    .int("is a whole number")
    .min(1, "at least 1")
    .max(MAX_SAMPLE, `at most ${MAX_SAMPLE}`)
    .default(10),
  /** Why somebody wants to see the data; stands in the audit trail. */
  reason: Reason,
});

export const ProbeAsked = z.object({ probeId: z.string(), expiresAt: z.string() });
export type ProbeAsked = z.infer<typeof ProbeAsked>;

export const GetProbe = z.strictObject({ probeId: z.uuid("is not a probe's id") });

/** One side of a record as far as it could be understood. */
export const SampledPayload = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("null") }),
  z.object({ kind: z.literal("decoded"), schemaId: z.int(), value: z.json() }),
  z.object({ kind: z.literal("json"), value: z.json() }),
  z.object({ kind: z.literal("text"), text: z.string() }),
  z.object({ kind: z.literal("bytes"), base64: z.string(), reason: z.string() }),
]);
export type SampledPayload = z.infer<typeof SampledPayload>;

export const SampledRecord = z.object({
  partition: z.int(),
  offset: z.string(),
  timestamp: z.string().nullable(),
  key: SampledPayload,
  value: SampledPayload,
  headers: z.array(z.object({ key: z.string(), value: z.string() })),
  /** Paths of sensitive fields whose values were taken out. */
  masked: z.array(z.string()),
});
export type SampledRecord = z.infer<typeof SampledRecord>;

export const Sample = z.object({ records: z.array(SampledRecord), note: z.string() });
export type Sample = z.infer<typeof Sample>;

/** What a registry answers about a schema for a subject, by the level in force. */
export const RegistrySaid = z.object({
  compatible: z.boolean(),
  level: CompatibilityLevel,
  messages: z.array(z.string()),
});

/** The worker's answer, as soon as it is there. After `expired` it is forgotten. */
export const ProbeView = z.object({
  id: z.string(),
  kind: z.enum(["compatibility", "sample", "loss", "offsets"]),
  state: z.enum(["waiting", "answered", "failed", "expired"]),
  message: z.string(),
  verdict: RegistrySaid.nullable(),
  sample: Sample.nullable(),
  loss: Loss.nullable(),
  offsets: GroupOffsets.nullable(),
});
export type ProbeView = z.infer<typeof ProbeView>;
