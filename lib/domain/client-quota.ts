import { z } from "zod";

/**
 * What a principal may use of each broker: Kafka's `producer_byte_rate` and `consumer_byte_rate` in bytes per second, `request_percentage` of
 * one network or I/O thread's time (100 is one thread). Absent means not limited.
 */
export const ClientQuota = z.strictObject({
  producerByteRate: z
    .int("a whole number of bytes per second")
    .min(1, "at least 1 byte per second")
    .max(1e12)
    .optional(),
  consumerByteRate: z
    .int("a whole number of bytes per second")
    .min(1, "at least 1 byte per second")
    .max(1e12)
    .optional(),
  requestPercentage: z.number().min(1, "at least 1 percent").max(100_000).optional(),
});
export type ClientQuota = z.infer<typeof ClientQuota>;

export const QUOTA_KEYS = [
  "producerByteRate",
  "consumerByteRate",
  "requestPercentage",
] as const satisfies readonly (keyof ClientQuota)[];
