import { DRIFT_KINDS, type DriftKind } from "#lib/contract/drift";
import { type Connection, join, type Sql, sql } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import type { DriftedField } from "#lib/domain/drift";
import { isExtra } from "./principal-drift.ts";
import { applicationsVisibleTo } from "./visible-to.ts";

/** A drifted object as its tables have it. */
export type DriftedRecord = {
  kind: DriftKind;
  id: string;
  cluster: string;
  name: string;
  team: { id: string; slug: string; name: string };
  application: { slug: string; name: string } | null;
  reason: string;
  message: string;
  since: Date;
  /** Of a topic and a subject; `since` is the topic's own. */
  drift: (Omit<DriftedField, "since"> & { since?: string })[];
};

/** Topics that differ, that are gone, and those whose name somebody else's topic has. */
const topics: Sql = sql`
  SELECT 'topic' AS kind, t.id, t.cluster_slug AS cluster, t.name, t.team_id, NULL::jsonb AS application, coalesce(s.reason, s.state) AS reason,
    s.message, s.state_since AS since, s.drift
  FROM topic_status s JOIN topics t ON t.id = s.topic_id
  WHERE s.state IN ('drifted', 'missing') OR (s.state = 'blocked' AND s.reason = 'recreated_outside')`;

/** Bindings that no grant explains, by living principal, as one pass over what was seen: there are tens of thousands of them. */
const extraBindings: Sql = sql`
  SELECT p.id, min(o.first_seen_at) AS since FROM principals p
  JOIN acl_observations o ON o.cluster_slug = p.cluster_slug AND o.principal = 'User:' || p.name
  WHERE p.ended_at IS NULL AND ${isExtra}
  GROUP BY p.id`;

/** Principals that lost something, and those that have bindings which no grant explains. */
const principals = (actor: Actor): Sql => sql`
  SELECT 'principal', p.id, p.cluster_slug, p.name, a.team_id, jsonb_build_object('slug', a.slug, 'name', a.name), 'drift',
    CASE WHEN s.state = 'drifted' THEN s.message ELSE '' END, least(CASE WHEN s.state = 'drifted' THEN s.state_since END, x.since), '[]'::jsonb
  FROM principals p JOIN applications a ON a.id = p.application_id JOIN principal_status s ON s.principal_id = p.id
  LEFT JOIN (${extraBindings}) x ON x.id = p.id
  WHERE p.ended_at IS NULL AND (s.state = 'drifted' OR x.id IS NOT NULL) AND ${applicationsVisibleTo(actor)}`;

const subjects: Sql = sql`
  SELECT 'subject', b.id, b.cluster_slug, b.name, b.team_id, NULL::jsonb, 'drift', s.message, s.state_since, s.drift
  FROM subject_status s JOIN subjects b ON b.id = s.subject_id WHERE s.state = 'drifted'`;

type Asked = {
  kind?: DriftKind | undefined;
  /** SQL over alias `d`: cluster, name, team_id, kind. */
  where: readonly Sql[];
  limit: number;
};

/** What differs and this person may know of, by name. Topics and subjects are everybody's to see, principals those concerned. */
export async function readDrifted(
  db: Connection,
  actor: Actor,
  { kind, where, limit }: Asked,
): Promise<DriftedRecord[]> {
  const sources: Record<DriftKind, Sql> = { topic: topics, principal: principals(actor), subject: subjects };
  // The first one names the columns; a kind that is not asked for is an empty set, so that all of them have the same.
  const found = DRIFT_KINDS.map((one) => sql`SELECT * FROM (${sources[one]}) one WHERE ${kind ?? one} = ${one}`);
  return db.$queryRaw`
    SELECT d.kind, d.id, d.cluster, d.name, jsonb_build_object('id', m.id, 'slug', m.slug, 'name', m.name) AS team, d.application, d.reason,
      d.message, d.since, d.drift
    FROM (${join(found, " UNION ALL ")}) d JOIN teams m ON m.id = d.team_id
    WHERE ${join([sql`true`, ...where], " AND ")} ORDER BY d.name COLLATE "C", d.kind, d.cluster LIMIT ${limit}`;
}
