import type { Plan } from "#lib/domain/plan";
import type { Violation } from "#lib/domain/policy";
import type { RequestState } from "#lib/domain/request";
import type { Risk, Slot } from "#lib/domain/slot";
import type { TopicPatch } from "#lib/domain/topic-spec";
import { type Connection, sql } from "../database.ts";

/** A request as loaded under its lock, with the approvals that count. */
export type LockedRequest = {
  id: number;
  kind: string;
  cluster: string;
  name: string;
  team: { id: string; slug: string; name: string };
  requester: { id: string; name: string };
  state: RequestState;
  patch: TopicPatch;
  plan: Plan;
  fingerprint: string;
  violations: Violation[];
  risk: Risk;
  slots: Slot[];
  approvals: { slot: Slot["id"]; userId: string }[];
  reason: string;
  topicId: string | null;
  version: number;
};

type Row = Omit<LockedRequest, "id" | "team" | "requester"> & {
  id: bigint;
  teamId: string;
  teamSlug: string;
  teamName: string;
  requesterId: string;
  requesterName: string;
};

/**
 * Locks a request and, before it, its team (whose row stands for the team's budget), in that order. Null when there is none.
 */
export async function lockRequest(db: Connection, id: number): Promise<LockedRequest | null> {
  await db.$queryRaw`SELECT FROM teams WHERE id = (SELECT team_id FROM requests WHERE id = ${id}) FOR NO KEY UPDATE`;
  await db.$queryRaw`SELECT FROM requests WHERE id = ${id} FOR UPDATE`;
  const [row] = await db.$queryRaw<Row[]>`
    SELECT r.id, r.kind, r.cluster_slug AS cluster, r.object_name AS name, r.team_id AS "teamId", t.slug AS "teamSlug",
      t.name AS "teamName", r.requester_id AS "requesterId", u.name AS "requesterName", r.state, r.patch, r.plan, r.fingerprint,
      r.violations, r.risk, r.slots, r.reason, r.topic_id AS "topicId", r.version,
      coalesce((SELECT jsonb_agg(jsonb_build_object('slot', a.slot, 'userId', a.user_id)) FROM approvals a
        WHERE a.request_id = r.id AND a.dropped_at IS NULL), '[]') AS approvals
    FROM requests r JOIN teams t ON t.id = r.team_id JOIN users u ON u.id = r.requester_id WHERE r.id = ${id}`;
  if (!row) return null;

  const { teamId, teamSlug, teamName, requesterId, requesterName, id: number, ...rest } = row;
  const team = { id: teamId, slug: teamSlug, name: teamName };
  return { ...rest, id: Number(number), team, requester: { id: requesterId, name: requesterName } };
}

/** What is stored of a judged request; the same when it is submitted and when it is edited. */
export type JudgedRequest = {
  name: string;
  patch: TopicPatch;
  reason: string;
  plan: Plan;
  fingerprint: string;
  violations: Violation[];
  risk: Risk;
  slots: Slot[];
  estimatedBytes: bigint;
};

export type NewRequest = JudgedRequest & {
  cluster: string;
  teamId: string;
  requesterId: string;
  lapseAfterDays: number;
};

/** Stores a new request as submitted; answers its number. */
export async function insertRequest(db: Connection, request: NewRequest): Promise<number> {
  const [row] = await db.$queryRaw<{ id: bigint }[]>`
    INSERT INTO requests (kind, cluster_slug, object_name, team_id, requester_id, state, patch, reason, plan, fingerprint,
      violations, risk, slots, partitions, estimated_bytes, lapses_at)
    VALUES ('topic.create', ${request.cluster}, ${request.name}, ${request.teamId}::uuid, ${request.requesterId}::uuid, 'submitted',
      ${json(request.patch)}, ${request.reason}, ${json(request.plan)}, ${request.fingerprint}, ${json(request.violations)},
      ${request.risk}, ${json(request.slots)}, ${request.patch.spec.partitions}, ${request.estimatedBytes},
      now() + make_interval(days => ${request.lapseAfterDays}::int))
    RETURNING id`;
  if (!row) throw new Error("INSERT … RETURNING answered no row");
  return Number(row.id);
}

/** Replaces what is asked, drops the approvals of the earlier plan, and starts the time to decide anew. */
export async function replaceRequest(
  db: Connection,
  id: number,
  request: JudgedRequest,
  lapseAfterDays: number,
): Promise<void> {
  await db.$executeRaw`
    UPDATE requests SET object_name = ${request.name}, patch = ${json(request.patch)}, reason = ${request.reason},
      plan = ${json(request.plan)}, fingerprint = ${request.fingerprint}, violations = ${json(request.violations)},
      risk = ${request.risk}, slots = ${json(request.slots)}, partitions = ${request.patch.spec.partitions},
      estimated_bytes = ${request.estimatedBytes}, submitted_at = now(), version = version + 1,
      lapses_at = now() + make_interval(days => ${lapseAfterDays}::int)
    WHERE id = ${id}`;
  await db.$executeRaw`UPDATE approvals SET dropped_at = now() WHERE request_id = ${id} AND dropped_at IS NULL`;
}

export type Judged = { plan: Plan; violations: Violation[]; risk: Risk; slots: Slot[] };

/** Keeps what a renewed judgement found: rules and required approvals may have changed since it was asked. */
export async function saveJudgement(db: Connection, id: number, judged: Judged): Promise<void> {
  await db.$executeRaw`
    UPDATE requests SET plan = ${json(judged.plan)}, violations = ${json(judged.violations)}, risk = ${judged.risk},
      slots = ${json(judged.slots)} WHERE id = ${id}`;
}

/** Moves a request to a state that `transition` answered. `approved` sets the time of the decision, a terminal state the end. */
export async function moveRequest(
  db: Connection,
  id: number,
  to: { state: RequestState; outcome?: string; topicId?: string; generation?: number },
): Promise<void> {
  const decided = to.state === "approved" || to.state === "rejected";
  const ended = to.state !== "approved" && to.state !== "submitted";
  await db.$executeRaw`
    UPDATE requests SET state = ${to.state}, version = version + 1, outcome = coalesce(${to.outcome ?? null}, outcome),
      topic_id = coalesce(${to.topicId ?? null}::uuid, topic_id), generation = coalesce(${to.generation ?? null}::int, generation),
      decided_at = CASE WHEN ${decided} THEN now() ELSE decided_at END, ended_at = CASE WHEN ${ended} THEN now() ELSE ended_at END
    WHERE id = ${id}`;
}

/** Records one person's approval of one slot of one plan. */
export async function insertApproval(
  db: Connection,
  approval: { requestId: number; userId: string; slot: string; fingerprint: string; comment: string; standIn: boolean },
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO approvals (request_id, user_id, slot, fingerprint, comment, stand_in)
    VALUES (${approval.requestId}, ${approval.userId}::uuid, ${approval.slot}, ${approval.fingerprint}, ${approval.comment}, ${approval.standIn})`;
}

/** Adds a comment; answers its id. */
export async function insertComment(db: Connection, requestId: number, userId: string, body: string): Promise<string> {
  const [row] = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO request_comments (request_id, user_id, body) VALUES (${requestId}, ${userId}::uuid, ${body}) RETURNING id`;
  if (!row) throw new Error("INSERT … RETURNING answered no row");
  return row.id;
}

function json(value: unknown) {
  return sql`${JSON.stringify(value)}::jsonb`;
}
