import { z } from "zod";

/**
 * A field that is on the cluster not as it is desired, in three values: what was decided, what was last seen applied, what is there now. Null
 * stands for "not set". `since` is when it was first seen to differ, ISO 8601.
 */
export const DriftedField = z.object({
  field: z.string(),
  desired: z.string().nullable(),
  applied: z.string().nullable(),
  observed: z.string().nullable(),
  since: z.string(),
});
export type DriftedField = z.infer<typeof DriftedField>;
