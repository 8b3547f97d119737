import type { Plan } from "#lib/domain/plan";
import type { Violation } from "#lib/domain/policy";
import type { RequestState } from "#lib/domain/request";
import type { RequestKind, RequestPatches } from "#lib/domain/request-kind";
import { isReaderSlot, type Risk, type Slot } from "#lib/domain/slot";
import { type Connection, sql } from "../database.ts";

type TeamOfRequest = { id: string; slug: string; name: string };

/** What a request is about beside its name; absent ones are null. */
export type RequestLinks = {
  topicId: string | null;
  applicationId: string | null;
  principalId: string | null;
  grantId: string | null;
  subjectId: string | null;
  bundleId: string | null;
  /** The request that this one waits for. */
  dependsOn: number | null;
};

/** A request as loaded under its lock, with the approvals that count. */
export type RequestRecord<Kind extends RequestKind = RequestKind> = RequestLinks & {
  id: number;
  kind: Kind;
  cluster: string;
  name: string;
  /** The side that owns what is asked for. */
  team: TeamOfRequest;
  /** The side in whose name it is asked. */
  askingTeam: TeamOfRequest;
  requester: { id: string; name: string };
  state: RequestState;
  patch: RequestPatches[Kind];
  plan: Plan;
  fingerprint: string;
  violations: Violation[];
  risk: Risk;
  slots: Slot[];
  approvals: { slot: Slot["id"]; userId: string }[];
  reason: string;
  /** When it was asked, or last edited. */
  submittedAt: Date;
  version: number;
};

/** A request of whatever kind; `kind` tells the shape of its patch. */
export type LockedRequest = { [Kind in RequestKind]: RequestRecord<Kind> }[RequestKind];

type Row = Omit<RequestRecord, "id" | "dependsOn"> & { id: bigint; dependsOn: bigint | null };

/**
 * Locks a request and, before it, the teams on both sides in one order (their rows stand for budgets and for who may decide). Null when there
 * is none.
 */
export async function lockRequest(db: Connection, id: number): Promise<LockedRequest | null> {
  await db.$queryRaw`
    SELECT FROM teams t JOIN requests r ON t.id IN (r.team_id, r.asking_team_id) WHERE r.id = ${id} ORDER BY t.id FOR NO KEY UPDATE OF t`;
  await db.$queryRaw`SELECT FROM requests WHERE id = ${id} FOR UPDATE`;
  const [row] = await db.$queryRaw<Row[]>`
    SELECT r.id, r.kind, r.cluster_slug AS cluster, r.object_name AS name,
      jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) AS team,
      jsonb_build_object('id', a.id, 'slug', a.slug, 'name', a.name) AS "askingTeam",
      jsonb_build_object('id', u.id, 'name', u.name) AS requester, r.state, r.patch, r.plan, r.fingerprint,
      r.violations, r.risk, r.slots, r.reason, r.version, r.topic_id AS "topicId", r.application_id AS "applicationId",
      r.principal_id AS "principalId", r.grant_id AS "grantId", r.subject_id AS "subjectId", r.submitted_at AS "submittedAt", r.bundle_id AS "bundleId", r.depends_on AS "dependsOn",
      coalesce((SELECT jsonb_agg(jsonb_build_object('slot', p.slot, 'userId', p.user_id)) FROM approvals p
        WHERE p.request_id = r.id AND p.dropped_at IS NULL), '[]') AS approvals
    FROM requests r JOIN teams t ON t.id = r.team_id JOIN teams a ON a.id = r.asking_team_id JOIN users u ON u.id = r.requester_id
    WHERE r.id = ${id}`;
  if (!row) return null;

  const dependsOn = row.dependsOn === null ? null : Number(row.dependsOn);
  // The patch was stored by the kind that the same row states.
  return { ...row, id: Number(row.id), dependsOn } as LockedRequest;
}

/** What is stored of a judged request; the same when it is submitted and when it is edited. */
export type JudgedRequest = {
  name: string;
  patch: RequestPatches[RequestKind];
  reason: string;
  plan: Plan;
  fingerprint: string;
  violations: Violation[];
  risk: Risk;
  slots: Slot[];
  /** What budgets count; nothing for what is no topic. */
  partitions: number;
  estimatedBytes: bigint;
};

export type NewRequest = JudgedRequest & {
  kind: RequestKind;
  cluster: string;
  teamId: string;
  askingTeamId: string;
  requesterId: string;
  lapseAfterDays: number;
} & Partial<RequestLinks>;

/** Stores a new request as submitted; answers its number. */
export async function insertRequest(db: Connection, request: NewRequest): Promise<number> {
  const { topicId = null, applicationId = null, principalId = null, grantId = null } = request;
  const { subjectId = null, bundleId = null, dependsOn = null } = request;
  const [row] = await db.$queryRaw<{ id: bigint }[]>`
    INSERT INTO requests (kind, cluster_slug, object_name, team_id, asking_team_id, requester_id, state, patch, reason, plan, fingerprint,
      violations, risk, slots, reader_team_ids, partitions, estimated_bytes, lapses_at, topic_id, application_id, principal_id, grant_id, subject_id,
      bundle_id, depends_on)
    VALUES (${request.kind}, ${request.cluster}, ${request.name}, ${request.teamId}::uuid, ${request.askingTeamId}::uuid,
      ${request.requesterId}::uuid, 'submitted', ${json(request.patch)}, ${request.reason}, ${json(request.plan)}, ${request.fingerprint},
      ${json(request.violations)}, ${request.risk}, ${json(request.slots)}, ${readersOf(request)}::uuid[], ${request.partitions},
      ${request.estimatedBytes},
      now() + make_interval(days => ${request.lapseAfterDays}::int), ${topicId}::uuid, ${applicationId}::uuid, ${principalId}::uuid, ${grantId}::uuid,
      ${subjectId}::uuid, ${bundleId}::uuid, ${dependsOn}::bigint)
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
      risk = ${request.risk}, slots = ${json(request.slots)}, reader_team_ids = ${readersOf(request)}::uuid[],
      partitions = ${request.partitions},
      estimated_bytes = ${request.estimatedBytes}, submitted_at = now(), version = version + 1,
      lapses_at = now() + make_interval(days => ${lapseAfterDays}::int)
    WHERE id = ${id}`;
  await dropApprovals(db, id);
}

/** Approvals of an earlier plan: they stay on the record and count no more. */
export async function dropApprovals(db: Connection, id: number): Promise<void> {
  await db.$executeRaw`UPDATE approvals SET dropped_at = now() WHERE request_id = ${id} AND dropped_at IS NULL`;
}

export type Judged = Pick<JudgedRequest, "patch" | "plan" | "fingerprint" | "violations" | "risk" | "slots">;

/** Keeps what a renewed judgement found: rules and required approvals may have changed, and an approver may have narrowed what was asked. */
export async function saveJudgement(db: Connection, id: number, judged: Judged): Promise<void> {
  await db.$executeRaw`
    UPDATE requests SET patch = ${json(judged.patch)}, plan = ${json(judged.plan)}, fingerprint = ${judged.fingerprint},
      violations = ${json(judged.violations)}, risk = ${judged.risk}, slots = ${json(judged.slots)},
      reader_team_ids = ${readersOf(judged)}::uuid[] WHERE id = ${id}`;
}

export type Moved = {
  state: RequestState;
  outcome?: string;
  topicId?: string;
  principalId?: string;
  grantId?: string;
  subjectId?: string;
  /** The generation of the object that carries it out. */
  generation?: number;
};

/** Moves a request to a state that `transition` answered. `approved` sets the time of the decision, a terminal state the end. */
export async function moveRequest(db: Connection, id: number, to: Moved): Promise<void> {
  const decided = to.state === "approved" || to.state === "rejected";
  const ended = to.state !== "approved" && to.state !== "submitted";
  await db.$executeRaw`
    UPDATE requests SET state = ${to.state}, version = version + 1, outcome = coalesce(${to.outcome ?? null}, outcome),
      topic_id = coalesce(${to.topicId ?? null}::uuid, topic_id), principal_id = coalesce(${to.principalId ?? null}::uuid, principal_id),
      grant_id = coalesce(${to.grantId ?? null}::uuid, grant_id), subject_id = coalesce(${to.subjectId ?? null}::uuid, subject_id), generation = coalesce(${to.generation ?? null}::int, generation),
      decided_at = CASE WHEN ${decided} THEN now() ELSE decided_at END, ended_at = CASE WHEN ${ended} THEN now() ELSE ended_at END
    WHERE id = ${id}`;
}

export type Dependent = Pick<RequestRecord, "id" | "kind" | "name" | "cluster"> & {
  requester: { id: string };
  team: { id: string };
  askingTeam: { id: string };
};

/** Undecided requests that wait for this one, locked in order. */
export async function lockDependents(db: Connection, id: number): Promise<Dependent[]> {
  const rows = await db.$queryRaw<(Omit<Dependent, "id"> & { id: bigint })[]>`
    SELECT id, kind, object_name AS name, cluster_slug AS cluster, jsonb_build_object('id', requester_id) AS requester,
      jsonb_build_object('id', team_id) AS team, jsonb_build_object('id', asking_team_id) AS "askingTeam"
    FROM requests WHERE depends_on = ${id} AND state = 'submitted' ORDER BY id FOR UPDATE`;
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

/** Undecided requests for a later end of a grant, locked. */
export async function lockOpenRenewals(db: Connection, grantId: string): Promise<number[]> {
  const rows = await db.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM requests WHERE grant_id = ${grantId}::uuid AND kind = 'access.renew' AND state = 'submitted' ORDER BY id FOR UPDATE`;
  return rows.map(({ id }) => Number(id));
}

/** The state that a request has now. */
export async function requestState(db: Connection, id: number): Promise<RequestState | null> {
  const [row] = await db.$queryRaw<{ state: RequestState }[]>`SELECT state FROM requests WHERE id = ${id}`;
  return row?.state ?? null;
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

/** The teams that are asked to acknowledge; a column of their own, because they see the request as well. */
function readersOf({ slots }: Pick<JudgedRequest, "slots">): string[] {
  return slots.filter(isReaderSlot).map(({ teamId }) => teamId);
}

function json(value: unknown) {
  return sql`${JSON.stringify(value)}::jsonb`;
}
