import { setImmediate as breathe } from "node:timers/promises";
import { databaseNow } from "#lib/db/worker-stores/cluster-status";
import { makeLagDays, recordLag } from "#lib/db/worker-stores/group-lag-history";
import {
  findGroups,
  findGroupsBeside,
  findGroupTopics,
  removeGroups,
  removeGroupTopics,
  saveGroups,
  saveGroupsRead,
  saveGroupTopics,
} from "#lib/db/worker-stores/group-observations";
import { isStorableName } from "#lib/domain/storable-name";
import { unlessFailed } from "#lib/kafka/call-failed";
import { ClusterCallFailed, type ListedGroup } from "#lib/kafka/cluster-admin";
import type { ClusterSession } from "./cluster-session.ts";
import { compareGroups, type SeenGroups } from "./compare-groups.ts";
import { chunks } from "./creation-batches.ts";
import { fenced } from "./fenced.ts";

/** How far behind groups are is recorded at most this often. */
export const LAG_EVERY_MS = 5 * 60_000;

/** Groups that are looked at together: what is in memory at once, of however many there are. */
const GROUPS_PER_LOOK = 500;
const ROWS_PER_TRANSACTION = 1_000;

/**
 * Reads who consumes what and how far behind, at most once in an interval of their own, and stores what changed. A cluster that does not tell costs nothing but the groups:
 * everything else goes on.
 * @throws LeaseLost
 */
export async function observeGroups(session: ClusterSession): Promise<void> {
  if (session.groupsReadAt !== null && performance.now() - session.groupsReadAt < session.figuresIntervalMs) return;
  session.groupsReadAt = performance.now();

  try {
    await lookAtGroups(session);
  } catch (error) {
    if (!(error instanceof ClusterCallFailed)) throw error;
    const { code: reason, message } = error.error;
    session.log.warn({ reason, told: message }, "groups could not be read");
  }
}

async function lookAtGroups(session: ClusterSession): Promise<void> {
  const { db, slug } = session;
  const at = await databaseNow(db);
  const { groups, complete } = await listStorable(session);
  const point = await nextPoint(session, at);

  for (const some of chunks(groups, GROUPS_PER_LOOK)) {
    await lookAtSome(session, some);
    const groupIds = some.map(({ groupId }) => groupId);
    if (point) await fenced(session, (tx) => recordLag(tx, slug, groupIds, point));
    await breathe();
  }
  // Where some broker did not answer, a group that is not listed may be there all the same.
  const listed = groups.map(({ groupId }) => groupId);
  const gone = complete ? await findGroupsBeside(db, slug, listed) : [];
  await inPieces(session, gone, removeGroups);
  await saveGroupsRead(db, slug, at);
}

/** Whoever consumes names groups as they like: one whose name no table takes is passed over, and holds back no other. */
async function listStorable({ admin, log }: ClusterSession): Promise<{ groups: ListedGroup[]; complete: boolean }> {
  const { groups, complete } = await admin.listGroups();
  const storable = groups.filter(
    ({ groupId, protocolType }) => isStorableName(groupId) && isStorableName(protocolType),
  );
  if (storable.length < groups.length)
    log.warn({ groups: groups.length - storable.length }, "groups are passed over whose names cannot be stored");
  return { groups: storable, complete };
}

async function lookAtSome(session: ClusterSession, listed: readonly ListedGroup[]): Promise<void> {
  const { db, slug } = session;
  const groupIds = listed.map(({ groupId }) => groupId);
  const [seen, groups, topics] = await Promise.all([
    readProgress(session, groupIds),
    findGroups(db, slug, groupIds),
    findGroupTopics(db, slug, groupIds),
  ]);
  const difference = compareGroups({ groups, topics }, { groups: listed, ...seen });
  await inPieces(session, difference.groups, saveGroups);
  await inPieces(session, difference.topics, saveGroupTopics);
  await inPieces(session, difference.topicsGone, removeGroupTopics);
}

async function readProgress(
  { admin }: ClusterSession,
  groupIds: readonly string[],
): Promise<Pick<SeenGroups, "offsets" | "ends">> {
  const offsets = await admin.committedOffsets(groupIds);
  const topics = new Set([...offsets.values()].flat().map(({ topic }) => topic));
  // Ends are read last, so that nobody seems to have read what was not there yet; without them, the lag alone is unknown.
  const ends = await unlessFailed(admin.endOffsets([...topics]));
  return { offsets, ends: ends ?? new Map() };
}

/** The moment of the points to record now; null while those of these five minutes are recorded. */
async function nextPoint(session: ClusterSession, at: Date): Promise<Date | null> {
  if (session.lagRecordedAt === pointOf(at)) return null;
  await makeLagDays(session.db);
  // Read again: of a moment before midnight there may be no day to write to when the days are made after it.
  const point = pointOf(await databaseNow(session.db));
  session.lagRecordedAt = point;
  return new Date(point);
}

function pointOf(at: Date): number {
  return Math.floor(at.getTime() / LAG_EVERY_MS) * LAG_EVERY_MS;
}

async function inPieces<T>(
  session: ClusterSession,
  rows: readonly T[],
  write: (tx: Parameters<typeof saveGroups>[0], cluster: string, rows: readonly T[]) => Promise<void>,
): Promise<void> {
  for (const some of chunks(rows, ROWS_PER_TRANSACTION)) await fenced(session, (tx) => write(tx, session.slug, some));
}
