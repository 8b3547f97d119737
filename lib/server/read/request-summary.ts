import type { TeamRef } from "#lib/contract/common";
import type { Progress, RequestSummary } from "#lib/contract/requests";
import { type Database, type Sql, sql } from "#lib/db/database";
import type { RequestState } from "#lib/domain/request";
import type { RequestKind } from "#lib/domain/request-kind";
import type { Risk } from "#lib/domain/slot";

/** A worker that has not been heard of for this long counts as gone. */
const WORKER_SILENCE = sql`interval '30 seconds'`;

export type SummaryRow = {
  id: bigint;
  kind: RequestKind;
  cluster: string;
  name: string;
  teamId: string;
  teamSlug: string;
  teamName: string;
  askingTeam: TeamRef;
  requesterId: string;
  requesterName: string;
  state: RequestState;
  risk: Risk;
  reason: string;
  fingerprint: string;
  createdAt: Date;
  decidedAt: Date | null;
} & ProgressRow;

export type ProgressRow = {
  topicState: string | null;
  topicMessage: string | null;
  topicSince: Date | null;
  verifiedAt: Date | null;
  clusterCondition: string | null;
  clusterSince: Date | null;
  workerBeatAt: Date | null;
  workerAlive: boolean;
};

/** The columns of {@link ProgressRow}; needs aliases `s` (topic_status), `c` (cluster_status) and `w` (newest heartbeat). */
export const progressColumns = sql`s.state AS "topicState", s.message AS "topicMessage", s.state_since AS "topicSince",
  s.verified_at AS "verifiedAt", c.condition AS "clusterCondition", c.condition_since AS "clusterSince", w.beat_at AS "workerBeatAt",
  coalesce(w.beat_at > now() - ${WORKER_SILENCE}, false) AS "workerAlive"`;

/** Joins the newest heartbeat of a worker that serves the cluster, as alias `w`. */
export function workerJoin(clusterSlug: Sql): Sql {
  return sql`LEFT JOIN LATERAL (SELECT max(h.beat_at) AS beat_at FROM worker_heartbeats h WHERE ${clusterSlug} = ANY (h.clusters)) w ON true`;
}

/** Where the object of a request (alias `r`) stands, in the worker's words: whichever kind of object it is about. */
const statusOfRequest = sql`
  SELECT o.state, o.message, o.state_since, o.verified_at FROM topic_status o
    WHERE r.kind IN ('topic.create', 'topic.change', 'topic.revert', 'topic.adopt', 'topic.block', 'topic.delete') AND o.topic_id = r.topic_id
  UNION ALL SELECT 'pending', count(*) FILTER (WHERE o.kafka_topic_id IS NOT NULL) || ' of ' || count(*) || ' topics were seen.', max(o.state_since),
      max(o.verified_at) FROM topics t JOIN topic_status o ON o.topic_id = t.id WHERE r.kind = 'topic.import' AND t.adopted_by = r.id
    HAVING count(*) > 0 -- an aggregate answers a row for requests of every kind
  UNION ALL SELECT o.state, o.message, o.state_since, o.verified_at FROM offset_resets o WHERE r.kind = 'group.reset' AND o.request_id = r.id
  UNION ALL SELECT o.state, o.message, o.state_since, o.verified_at FROM grant_status o WHERE r.kind IN ('access.create', 'access.renew') AND o.grant_id = r.grant_id
  UNION ALL SELECT o.state, o.message, o.state_since, o.verified_at FROM principal_status o
    WHERE r.kind IN ('principal.create', 'principal.quota', 'principal.revert') AND o.principal_id = r.principal_id
  UNION ALL SELECT o.state, o.message, o.state_since, o.verified_at FROM acl_removals o WHERE r.kind = 'acl.remove' AND o.request_id = r.id
  UNION ALL SELECT o.state, o.message, o.state_since, o.verified_at FROM subject_version_status o JOIN subject_versions v ON v.id = o.version_id
    WHERE r.kind = 'schema.register' AND v.request_id = r.id
  UNION ALL SELECT o.state, o.message, o.state_since, o.verified_at FROM subject_status o
    WHERE r.kind IN ('subject.compatibility', 'subject.adopt', 'subject.revert', 'subject.delete') AND o.subject_id = r.subject_id`;

/** Reads requests with where they stand on the cluster. `where`, `order` and `limit` are SQL over alias `r` (requests). */
export function readSummaries(db: Database, where: Sql, order: Sql, limit: number): Promise<SummaryRow[]> {
  return db.$queryRaw<SummaryRow[]>`
    SELECT r.id, r.kind, r.object_name AS name, r.team_id AS "teamId", t.slug AS "teamSlug", t.name AS "teamName",
      r.requester_id AS "requesterId", u.name AS "requesterName", r.state, r.risk, r.reason, r.fingerprint,
      r.created_at AS "createdAt", r.decided_at AS "decidedAt",
      r.cluster_slug AS cluster, jsonb_build_object('id', q.id, 'slug', q.slug, 'name', q.name) AS "askingTeam", ${progressColumns}
    FROM requests r JOIN teams t ON t.id = r.team_id JOIN teams q ON q.id = r.asking_team_id JOIN users u ON u.id = r.requester_id
    LEFT JOIN LATERAL (${statusOfRequest}) s ON true LEFT JOIN cluster_status c ON c.cluster_slug = r.cluster_slug
    ${workerJoin(sql`r.cluster_slug`)}
    WHERE ${where} ORDER BY ${order} LIMIT ${limit}`;
}

/** A row as the contract says it. */
export function toSummary(row: SummaryRow): RequestSummary {
  return {
    id: Number(row.id),
    kind: row.kind,
    cluster: row.cluster,
    name: row.name,
    team: { id: row.teamId, slug: row.teamSlug, name: row.teamName },
    askingTeam: row.askingTeam,
    requester: { id: row.requesterId, name: row.requesterName },
    state: row.state,
    risk: row.risk,
    reason: row.reason,
    fingerprint: row.fingerprint,
    createdAt: row.createdAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    progress: progressOf(row.state === "approved" ? "approved" : row.state === "applied" ? "applied" : null, row),
  };
}

/**
 * Where something that was approved stands, read from the object and never stored: applied when it was seen there, blocked with the
 * worker's reason, waiting when the cluster or its worker does not answer, else applying.
 */
export function progressOf(decision: "approved" | "applied" | null, row: ProgressRow): Progress {
  const verifiedAt = row.verifiedAt?.toISOString() ?? null;
  if (decision === null) return { step: null, since: null, message: "", verifiedAt };
  if (decision === "applied") return { step: "applied", since: verifiedAt, message: "", verifiedAt };
  if (row.topicState === "blocked") {
    return {
      step: "blocked",
      since: row.topicSince?.toISOString() ?? null,
      message: row.topicMessage ?? "",
      verifiedAt,
    };
  }
  if (!row.workerAlive) {
    return {
      step: "waiting",
      since: row.workerBeatAt?.toISOString() ?? null,
      message: "No worker serves this cluster at the moment.",
      verifiedAt,
    };
  }
  if (row.clusterCondition !== "reachable") {
    return {
      step: "waiting",
      since: row.clusterSince?.toISOString() ?? null,
      message: "The cluster does not answer.",
      verifiedAt,
    };
  }
  return {
    step: "applying",
    since: row.topicSince?.toISOString() ?? null,
    message: row.topicMessage ?? "",
    verifiedAt,
  };
}
