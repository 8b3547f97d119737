import { z } from "zod";
import { databaseNow } from "#lib/db/worker-stores/cluster-status";
import type { ProbeAnswer } from "#lib/db/worker-stores/open-probes";
import { OffsetTarget } from "#lib/domain/request-kind";
import { lookAtOffsets } from "./look-at-offsets.ts";
import type { ProbeSession } from "./probe-session.ts";

export const OffsetsQuestion = z.object({ group: z.string(), topic: z.string(), target: OffsetTarget });

/**
 * Where a group stands in a topic and where it would go on.
 * @throws ClusterCallFailed
 */
export async function answerOffsets(
  { db, admin }: ProbeSession,
  question: z.infer<typeof OffsetsQuestion>,
): Promise<ProbeAnswer> {
  const looked = await lookAtOffsets(admin, question, await databaseNow(db));
  return looked.ok ? looked : { ok: false, message: looked.error.message };
}
