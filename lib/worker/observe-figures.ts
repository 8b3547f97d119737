import { type FiguresRow, findFigures, saveFigures } from "#lib/db/worker-stores/topic-figures";
import { ClusterCallFailed, type ListedTopic } from "#lib/kafka/cluster-admin";
import type { ClusterSession } from "./cluster-session.ts";
import { chunks } from "./creation-batches.ts";

/** Sizes and times change all the time; they are read at most this often. */
export const FIGURES_EVERY_MS = 60_000;

const ROWS_PER_STATEMENT = 500;

/**
 * Reads sizes and last writes, at most once a minute, and stores those that changed. A cluster that does not tell costs nothing but the
 * figures: everything else goes on.
 */
export async function observeFigures(session: ClusterSession, listed: readonly ListedTopic[]): Promise<void> {
  if (session.figuresReadAt !== null && performance.now() - session.figuresReadAt < FIGURES_EVERY_MS) return;
  session.figuresReadAt = performance.now();

  const measured = await measure(session, listed);
  if (measured.length === 0) return;
  const known = await findFigures(session.db, session.slug);
  const changed = measured.filter((row) => !isSame(row, known.get(row.name)));
  for (const rows of chunks(changed, ROWS_PER_STATEMENT)) await saveFigures(session.db, session.slug, rows);
}

async function measure(session: ClusterSession, listed: readonly ListedTopic[]): Promise<FiguresRow[]> {
  try {
    const figures = await session.admin.topicFigures(listed.filter(({ internal }) => !internal));
    return [...figures].map(([name, { sizeBytes, lastWrittenAt }]) => ({
      name,
      sizeBytes: String(sizeBytes),
      lastWrittenAt,
    }));
  } catch (error) {
    if (!(error instanceof ClusterCallFailed)) throw error;
    const { code: reason, message } = error.error;
    session.log.warn({ reason, told: message }, "sizes and last writes could not be read");
    return [];
  }
}

function isSame(row: FiguresRow, known: FiguresRow | undefined): boolean {
  return known?.sizeBytes === row.sizeBytes && known.lastWrittenAt === row.lastWrittenAt;
}
