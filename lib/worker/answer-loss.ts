import { z } from "zod";
import { databaseNow } from "#lib/db/worker-stores/cluster-status";
import type { ProbeAnswer } from "#lib/db/worker-stores/open-probes";
import { saveLoss } from "#lib/db/worker-stores/retention-losses";
import type { MeasuredLoss } from "#lib/domain/measured-loss";
import type { Answer } from "#lib/kafka/cluster-admin";
import { measureLoss } from "./measure-loss.ts";
import type { ProbeSession } from "./probe-session.ts";

/** `retentionMs` is int64 as text. */
export const LossQuestion = z.object({ topic: z.string(), retentionMs: z.string().regex(/^-?\d{1,19}$/) });
export type LossQuestion = z.infer<typeof LossQuestion>;

/**
 * Measures what a retention of a topic would delete and stores it, for whoever decides about it.
 * @throws ClusterCallFailed
 */
export async function lookAtLoss(
  { db, slug, admin }: Pick<ProbeSession, "db" | "slug" | "admin">,
  { topic, retentionMs }: LossQuestion,
): Promise<Answer<MeasuredLoss>> {
  const measured = await measureLoss(admin, topic, BigInt(retentionMs), await databaseNow(db));
  if (!measured.ok) return measured;
  await saveLoss(db, slug, { topic, retentionMs, ...measured.value });
  return { ok: true, value: measured.value.loss };
}

/** The same, as the answer to a question. */
export async function answerLoss(session: ProbeSession, question: LossQuestion): Promise<ProbeAnswer> {
  const looked = await lookAtLoss(session, question);
  return looked.ok ? looked : { ok: false, message: looked.error.message };
}
