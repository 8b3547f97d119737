import type { OffsetTarget } from "#lib/domain/request-kind";
import { type Connection, sql } from "../database.ts";
import { grantsOn } from "./grants.ts";

/** Whether an active grant lets the application consume the topic, and with this group. */
export async function grantedGroup(
  db: Connection,
  applicationId: string,
  { cluster, group, topic }: { cluster: string; group: string; topic: string },
): Promise<{ topic: boolean; group: boolean }> {
  const covers = sql`CASE g.group_pattern_type WHEN 'PREFIXED' THEN starts_with(${group}, g.consumer_group) ELSE g.consumer_group = ${group} END`;
  const [row] = await db.$queryRaw<{ topic: boolean; group: boolean }[]>`
    SELECT count(*) > 0 AS topic, coalesce(bool_or(${covers}), false) AS "group" FROM grants g
    WHERE g.application_id = ${applicationId}::uuid AND g.state = 'active' AND g.operation = 'consume'
      AND g.expires_at > clock_timestamp() AND ${grantsOn(cluster, { name: topic, patternType: "LITERAL" })}`;
  return row ?? { topic: false, group: false };
}

/** How old a look at a group may be to be judged by, minutes. */
export const FRESH_FOR_MINUTES = 15;

/**
 * The newest look at a group in a topic that the worker had, whoever asked for it; null when the last one is older than {@link FRESH_FOR_MINUTES}.
 * @param target only a look that was to this target; whichever when null
 */
export async function freshOffsets(
  db: Connection,
  { cluster, group, topic }: { cluster: string; group: string; topic: string },
  target: OffsetTarget | null,
): Promise<unknown> {
  const wanted = JSON.stringify({ group, topic, ...(target && { target }) });
  const [row] = await db.$queryRaw<{ seen: unknown }[]>`
    SELECT answer -> 'value' AS seen FROM probes
    WHERE cluster_slug = ${cluster} AND kind = 'offsets' AND question @> ${wanted}::jsonb AND (answer ->> 'ok')::boolean
      AND answered_at > clock_timestamp() - make_interval(mins => ${FRESH_FOR_MINUTES}::int)
    ORDER BY answered_at DESC LIMIT 1`;
  return row?.seen ?? null;
}

/** The request by which a group's offsets in a topic are to be set already, undecided or not yet done; null when there is none. */
export async function openResetOf(
  db: Connection,
  { cluster, group, topic }: { cluster: string; group: string; topic: string },
): Promise<number | null> {
  const [row] = await db.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM requests WHERE cluster_slug = ${cluster} AND kind = 'group.reset' AND state IN ('submitted', 'approved')
      AND object_name = ${group} AND patch ->> 'topic' = ${topic} ORDER BY id LIMIT 1`;
  return row ? Number(row.id) : null;
}

/** A group's offset in one partition as it was recorded, int64 as text; null where nothing was committed. */
export type RecordedOffset = { partition: number; offset: string | null };

export type OffsetResetState = {
  state: "pending" | "blocked" | "done";
  message: string;
  before: RecordedOffset[] | null;
  after: RecordedOffset[] | null;
};

/** How an approved reset stands, in the worker's words. Null when there is none. */
export async function offsetResetState(db: Connection, requestId: number): Promise<OffsetResetState | null> {
  const [row] = await db.$queryRaw<OffsetResetState[]>`
    SELECT state, message, before, after FROM offset_resets WHERE request_id = ${requestId}`;
  return row ?? null;
}

/** Makes a blocked reset due now, through the one function that lets web reach the worker's table. */
export async function retryOffsetResetNow(db: Connection, requestId: number): Promise<void> {
  await db.$queryRaw`SELECT 1 FROM (SELECT offset_reset_retry(${requestId}::bigint)) AS retried`;
}

/** Stops an approved reset that the worker has not begun, or that waits for a person. False where it may be under way, or is done. */
export async function stopOffsetReset(db: Connection, requestId: number): Promise<boolean> {
  const [row] = await db.$queryRaw<{ stopped: boolean }[]>`SELECT offset_reset_cancel(${requestId}::bigint) AS stopped`;
  return row?.stopped ?? false;
}

/** An application with the groups that it may consume a topic with. */
export type ApplicationGroups = {
  slug: string;
  name: string;
  team: { id: string; slug: string; name: string };
  groups: string[];
};

/**
 * Applications of these teams that may consume a topic, with their groups: those granted by name, those seen on the topic under a granted prefix, and
 * `group` where a grant covers it, which nobody may have seen yet.
 */
export async function groupsOnTopic(
  db: Connection,
  teamIds: readonly string[],
  { cluster, topic, group }: { cluster: string; topic: string; group: string | null },
): Promise<ApplicationGroups[]> {
  return db.$queryRaw`
    SELECT a.slug, a.name, jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) AS team,
      array_agg(DISTINCT k.id ORDER BY k.id) AS groups
    FROM grants g JOIN applications a ON a.id = g.application_id JOIN teams t ON t.id = a.team_id
      CROSS JOIN LATERAL (
        SELECT g.consumer_group WHERE g.group_pattern_type = 'LITERAL'
        UNION SELECT s.group_id FROM group_topics s WHERE g.group_pattern_type = 'PREFIXED' AND s.cluster_slug = ${cluster}
          AND s.topic = ${topic} AND starts_with(s.group_id, g.consumer_group)
        UNION SELECT ${group}::text WHERE g.group_pattern_type = 'PREFIXED' AND starts_with(${group}::text, g.consumer_group)) AS k(id)
    WHERE a.team_id = ANY (${[...teamIds]}::uuid[]) AND g.state = 'active' AND g.operation = 'consume'
      AND g.expires_at > clock_timestamp() AND ${grantsOn(cluster, { name: topic, patternType: "LITERAL" })}
    GROUP BY a.id, t.id ORDER BY a.slug LIMIT 500`;
}
