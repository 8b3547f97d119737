import { setImmediate as breathe } from "node:timers/promises";
import { databaseNow } from "#lib/db/worker-stores/cluster-status";
import { figuresReadAt, findFigures, saveFigures, saveFiguresRead } from "#lib/db/worker-stores/topic-figures";
import { ClusterCallFailed, type ListedTopic } from "#lib/kafka/cluster-admin";
import type { ClusterSession } from "./cluster-session.ts";
import { compareFigures, type MeasuredTopic } from "./compare-figures.ts";
import { chunks } from "./creation-batches.ts";

/** However many topics there are, nothing else waits for more of them. */
const TOPICS_AT_ONCE = 500;

/**
 * Reads sizes, offsets and last writes, at most once in an interval of their own, and stores those that changed, with the write rates that follow. A cluster that
 * does not tell costs nothing but the figures: everything else goes on.
 */
export async function observeFigures(session: ClusterSession, listed: readonly ListedTopic[]): Promise<void> {
  if (session.figuresReadAt !== null && performance.now() - session.figuresReadAt < session.figuresIntervalMs) return;
  session.figuresReadAt = performance.now();

  const measured = await measure(session, listed);
  if (measured.length === 0) return;
  const { db, slug } = session;
  const at = await databaseNow(db);
  const before = await figuresReadAt(db, slug);
  const times = { at: at.getTime(), before: before?.getTime() ?? null };
  for (const some of chunks(measured, TOPICS_AT_ONCE)) {
    const names = some.map(({ name }) => name);
    const known = await findFigures(db, slug, names);
    await saveFigures(db, slug, compareFigures(some, known, times), at);
    await breathe();
  }
  await saveFiguresRead(db, slug, at);
}

async function measure(session: ClusterSession, listed: readonly ListedTopic[]): Promise<MeasuredTopic[]> {
  try {
    const told = await session.admin.topicFigures(listed.filter(({ internal }) => !internal));
    return listed.flatMap(({ name, topicId, replicationFactor }) => {
      const figures = told.get(name);
      return figures ? [{ name, topicId, replicationFactor, figures }] : [];
    });
  } catch (error) {
    if (!(error instanceof ClusterCallFailed)) throw error;
    const { code: reason, message } = error.error;
    session.log.warn({ reason, told: message }, "sizes and last writes could not be read");
    return [];
  }
}
