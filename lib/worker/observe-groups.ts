import {
  findGroups,
  findGroupTopics,
  removeGroups,
  removeGroupTopics,
  saveGroups,
  saveGroupTopics,
} from "#lib/db/worker-stores/group-observations";
import { unlessFailed } from "#lib/kafka/call-failed";
import { ClusterCallFailed } from "#lib/kafka/cluster-admin";
import type { ClusterSession } from "./cluster-session.ts";
import { compareGroups, type SeenGroups } from "./compare-groups.ts";
import { chunks } from "./creation-batches.ts";
import { fenced } from "./fenced.ts";

/** Groups and offsets change all the time; they are read at most this often. */
export const GROUPS_EVERY_MS = 60_000;
const ROWS_PER_TRANSACTION = 1_000;

/**
 * Reads who consumes what and how far behind, at most once a minute, and stores what changed. A cluster that does not tell costs nothing but the groups:
 * everything else goes on.
 * @throws LeaseLost
 */
export async function observeGroups(session: ClusterSession): Promise<void> {
  if (session.groupsReadAt !== null && performance.now() - session.groupsReadAt < GROUPS_EVERY_MS) return;
  session.groupsReadAt = performance.now();

  const { db, slug } = session;
  const [seen, groups, topics] = await Promise.all([
    readGroups(session),
    findGroups(db, slug),
    findGroupTopics(db, slug),
  ]);
  if (!seen) return;

  const difference = compareGroups({ groups, topics }, seen);
  await inPieces(session, difference.groups, saveGroups);
  await inPieces(session, difference.topics, saveGroupTopics);
  await inPieces(session, difference.topicsGone, removeGroupTopics);
  await inPieces(session, difference.gone, removeGroups);
}

async function readGroups({ admin, log }: ClusterSession): Promise<SeenGroups | null> {
  try {
    const { groups, complete } = await admin.listGroups();
    const offsets = await admin.committedOffsets(groups.map(({ groupId }) => groupId));
    const topics = new Set([...offsets.values()].flat().map(({ topic }) => topic));
    // Ends are read last, so that nobody seems to have read what was not there yet; without them, the lag alone is unknown.
    const ends = await unlessFailed(admin.endOffsets([...topics]));
    return { groups, complete, offsets, ends: ends ?? new Map() };
  } catch (error) {
    if (!(error instanceof ClusterCallFailed)) throw error;
    const { code: reason, message } = error.error;
    log.warn({ reason, told: message }, "groups could not be read");
    return null;
  }
}

async function inPieces<T>(
  session: ClusterSession,
  rows: readonly T[],
  write: (tx: Parameters<typeof saveGroups>[0], cluster: string, rows: readonly T[]) => Promise<void>,
): Promise<void> {
  for (const some of chunks(rows, ROWS_PER_TRANSACTION)) await fenced(session, (tx) => write(tx, session.slug, some));
}
