import { z } from "zod";

/** Who did it, by name as it was then. */
export const AuditActor = z.object({
  kind: z.enum(["user", "token", "worker", "system", "anonymous"]),
  id: z.string().nullable(),
  name: z.string(),
});
export type AuditActor = z.infer<typeof AuditActor>;

/**
 * One thing that happened, as it goes into the chain. `before` and `after` hold the fields that changed; int64 values are text.
 * Never a secret, a hash of one, or anything that cannot be shown to an auditor.
 */
export type AuditEvent = {
  action: string;
  actor: AuditActor;
  object: { kind: string; id: string; name: string };
  teamId?: string | null;
  /** The request that this belongs to, as text. */
  requestId?: string | null;
  before?: unknown;
  after?: unknown;
  reason?: string | null;
};
