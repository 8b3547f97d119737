import type { Connection } from "../database.ts";
import { grantsOn } from "./grants.ts";

export type PromisedRetention = {
  application: string;
  team: { id: string; slug: string; name: string };
  minRetentionMs: bigint;
};

/** Living grants to consume a topic whose agreement promises that records stay longer than `retentionMs`. */
export async function promisedRetentions(
  db: Connection,
  cluster: string,
  topic: string,
  retentionMs: bigint,
): Promise<PromisedRetention[]> {
  return db.$queryRaw`
    SELECT a.name AS application, jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) AS team,
      (g.agreement ->> 'minRetentionMs')::bigint AS "minRetentionMs"
    FROM grants g JOIN applications a ON a.id = g.application_id JOIN teams t ON t.id = a.team_id
    WHERE g.state <> 'ended' AND g.operation = 'consume' AND ${grantsOn(cluster, { name: topic, patternType: "LITERAL" })}
      AND (g.agreement ->> 'minRetentionMs')::bigint > ${retentionMs} ORDER BY t.slug, a.slug`;
}

export type PromisedNotice = { application: string; team: { name: string }; noticeDays: number };

/**
 * Living grants to consume a topic, by its name or a prefix, whose agreement promises days of notice, unless its end was announced and has come: then they had their
 * notice.
 */
export async function promisedNotices(db: Connection, cluster: string, topic: string): Promise<PromisedNotice[]> {
  return db.$queryRaw`
    SELECT a.name AS application, jsonb_build_object('name', t.name) AS team, (g.agreement ->> 'noticeDays')::int AS "noticeDays"
    FROM grants g JOIN applications a ON a.id = g.application_id JOIN teams t ON t.id = a.team_id
    WHERE g.state <> 'ended' AND g.operation = 'consume' AND ${grantsOn(cluster, { name: topic, patternType: "LITERAL" })}
      AND (g.agreement ->> 'noticeDays')::int > 0
      AND NOT EXISTS (SELECT FROM topics o WHERE o.cluster_slug = ${cluster} AND o.name = ${topic} AND o.ending_at <= now())
    ORDER BY t.slug, a.slug`;
}
