import type { GrantCondition, GrantView } from "#lib/contract/access";
import type { TeamRef } from "#lib/contract/common";
import { type Connection, type Sql, sql } from "#lib/db/database";
import { grantTerms } from "#lib/db/stores/grants";
import type { Agreement, GrantEndKind, GrantState, GrantTerms } from "#lib/domain/grant";

/** A grant as it is read, before it is said what a person may do with it. */
export type GrantRow = {
  id: string;
  cluster: string;
  application: GrantView["application"];
  owner: TeamRef;
  terms: GrantTerms;
  purpose: string;
  agreement: Agreement;
  state: GrantState;
  condition: GrantCondition;
  message: string;
  since: Date;
  expiresAt: Date;
  verifiedAt: Date | null;
  endedAt: Date | null;
  endKind: GrantEndKind | null;
  endedBy: string | null;
  endReason: string | null;
  requestId: bigint;
  lastActiveAt: Date | null;
  principals: string[];
};

/**
 * Bindings of a grant (alias `g`) that were on the cluster and are not any more, as one line; null when there is none. `OFFSET 0` keeps Postgres
 * from reading all bindings of all principals, grant by grant.
 */
const missing = sql`(SELECT string_agg(b.line, ', ' ORDER BY b.line) FROM principals p CROSS JOIN LATERAL (
    SELECT b.resource_type || ' ' || b.resource_name || ' ' || b.operation AS line FROM principal_bindings b
    WHERE b.principal_id = p.id AND b.state = 'missing' AND b.host = g.host AND CASE b.resource_type
      WHEN 'TOPIC' THEN b.resource_name = g.resource_name AND b.pattern_type = g.pattern_type
        AND b.operation IN ('DESCRIBE', CASE g.operation WHEN 'consume' THEN 'READ' ELSE 'WRITE' END)
      WHEN 'GROUP' THEN b.resource_name = g.consumer_group AND b.pattern_type = g.group_pattern_type
      WHEN 'TRANSACTIONAL_ID' THEN b.resource_name = g.transactional_id AND b.pattern_type = g.transactional_pattern_type
      ELSE false END OFFSET 0) b
  WHERE g.state <> 'ended' AND p.application_id = g.application_id AND p.cluster_slug = g.cluster_slug AND p.ended_at IS NULL)`;

/** Behind every name that begins with a text, in the C collation: Unicode's last character. */
const LAST = "\u{10ffff}";

/** The later of when groups had a member and when they committed on a topic of a grant (alias `g`); `groups` is a condition on alias `k`. */
const activeOf = (groups: Sql) => sql`(SELECT max(greatest(k.last_active_at, o.last_active_at)) FROM group_topics k
  LEFT JOIN group_observations o ON o.cluster_slug = k.cluster_slug AND o.group_id = k.group_id
  WHERE k.cluster_slug = g.cluster_slug AND ${groups} AND k.topic >= g.resource_name
    AND k.topic <= CASE g.pattern_type WHEN 'PREFIXED' THEN g.resource_name || ${LAST} ELSE g.resource_name END)`;

/** When a group of a grant (alias `g`) was last seen at work; null when it never was. A named group is looked up, a prefix is searched. */
const lastActive = sql`CASE g.group_pattern_type WHEN 'LITERAL' THEN ${activeOf(sql`k.group_id = g.consumer_group`)}
  WHEN 'PREFIXED' THEN ${activeOf(sql`k.group_id >= g.consumer_group AND k.group_id <= g.consumer_group || ${LAST}`)} END`;

/** Days before its end from which a grant shows as expiring: the day of the first reminder. */
const EXPIRING = sql`interval '14 days'`;

/** Live ones first by their end, then the ended ones, newest first. */
const order = sql`g.state = 'ended', CASE WHEN g.state = 'ended' THEN NULL ELSE g.expires_at END, g.ended_at DESC, g.id`;

/**
 * Reads grants, live ones first by their end, then the ended ones, newest first. `where` is SQL over aliases `g` (grants) and `a` (applications); who may
 * see them is for the caller to add.
 */
export function readGrantRows(db: Connection, where: Sql, limit: number): Promise<GrantRow[]> {
  return db.$queryRaw<GrantRow[]>`
    SELECT g.id, g.cluster_slug AS cluster, g.purpose, g.agreement, g.state, g.created_at AS since, g.expires_at AS "expiresAt",
      g.ended_at AS "endedAt", g.end_kind AS "endKind", g.ended_by AS "endedBy", g.end_reason AS "endReason", g.request_id AS "requestId",
      s.verified_at AS "verifiedAt", ${grantTerms} AS terms, ${lastActive} AS "lastActiveAt",
      jsonb_build_object('id', a.id, 'slug', a.slug, 'name', a.name,
        'team', jsonb_build_object('id', h.id, 'slug', h.slug, 'name', h.name)) AS application,
      jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) AS owner,
      ARRAY(SELECT p.name FROM principals p
        WHERE p.application_id = g.application_id AND p.cluster_slug = g.cluster_slug AND p.ended_at IS NULL ORDER BY p.name) AS principals,
      CASE WHEN g.state = 'ended' THEN CASE s.state WHEN 'removed' THEN 'ended' ELSE 'ending' END
        WHEN s.state = 'blocked' THEN 'blocked' WHEN m.lines IS NOT NULL THEN 'drifted' WHEN g.state = 'pending' THEN 'pending'
        WHEN g.expires_at <= now() + ${EXPIRING} THEN 'expiring' ELSE 'active' END AS condition,
      CASE WHEN s.state = 'blocked' OR m.lines IS NULL THEN coalesce(s.message, '') ELSE 'Missing on the cluster: ' || m.lines || '.' END AS message
    FROM (SELECT g.* FROM grants g JOIN applications a ON a.id = g.application_id WHERE ${where} ORDER BY ${order} LIMIT ${limit}) g
    JOIN applications a ON a.id = g.application_id JOIN teams h ON h.id = a.team_id JOIN teams t ON t.id = g.team_id
    LEFT JOIN grant_status s ON s.grant_id = g.id CROSS JOIN LATERAL (SELECT ${missing} AS lines) m
    ORDER BY ${order}`;
}
