import type { Allowed } from "#lib/contract/common";
import type { Decommission, DecommissionStep } from "#lib/contract/decommission";
import type { TopicEnding } from "#lib/contract/topics";
import { type Database, join, type Sql, sql } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import type { Permission } from "#lib/domain/permission";
import { decide, type Subject } from "#lib/policy/decide";
import { allowedTo } from "./allowed.ts";
import { activeGroups, isStale, quietSince, staleSources } from "./stale-topics.ts";
import { endingColumn } from "./topic-ending.ts";
import { requestsVisibleTo } from "./visible-to.ts";

type Asked = { id: number; kind: "topic.block" | "topic.delete"; state: string; requesterId: string };

type Row = Pick<Decommission, "cluster" | "name" | "team" | "stale" | "staleAfterDays" | "activeGroups"> & {
  id: string;
  step: DecommissionStep;
  quietSince: Date | null;
  sizeBytes: bigint | null;
  ending: TopicEnding | null;
  blockedAt: Date | null;
  blockedUntil: Date | null;
  daysLeft: number | null;
  denied: boolean;
  state: string;
  message: string;
  deletingAt: Date | null;
  request: Asked | null;
};

/** The furthest step of a topic (alias `t`). */
export const stepColumn: Sql = sql`CASE WHEN t.deleting_at IS NOT NULL THEN 'deleting' WHEN t.blocked_at IS NOT NULL THEN 'blocked'
  WHEN t.ending_at IS NOT NULL THEN 'announced' ELSE 'found' END`;

/** Managed topics by name with their way out. `where` is SQL over aliases `t` (topics), `m` (teams) and those of {@link staleSources}. */
export async function readDecommissions(
  db: Database,
  actor: Actor,
  where: readonly Sql[],
  limit: number,
): Promise<Decommission[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT t.id, t.cluster_slug AS cluster, t.name, jsonb_build_object('id', m.id, 'slug', m.slug, 'name', m.name) AS team,
      ${stepColumn} AS step, ${isStale} AS stale, k.stale_after_days AS "staleAfterDays", ${quietSince} AS "quietSince",
      ${activeGroups} AS "activeGroups", f.size_bytes AS "sizeBytes", ${endingColumn}, t.blocked_at AS "blockedAt", t.blocked_until AS "blockedUntil",
      greatest(0, ceil(extract(epoch FROM t.blocked_until - now()) / 86400))::int AS "daysLeft",
      coalesce((s.last_applied ->> 'blocked')::boolean, false) AND NOT s.drift @> '[{"field": "blocked"}]' AS denied,
      s.state, s.message, t.deleting_at AS "deletingAt",
      (SELECT jsonb_build_object('id', r.id, 'kind', r.kind, 'state', r.state, 'requesterId', r.requester_id) FROM requests r
        WHERE r.topic_id = t.id AND r.kind IN ('topic.block', 'topic.delete') AND r.state IN ('submitted', 'approved') AND ${requestsVisibleTo(actor)}
        ORDER BY r.id DESC LIMIT 1) AS request
    FROM ${staleSources} JOIN teams m ON m.id = t.team_id JOIN topic_status s ON s.topic_id = t.id
    WHERE ${join([sql`true`, ...where], " AND ")} ORDER BY t.name, t.cluster_slug LIMIT ${limit}`;
  return rows.map((row) => viewOf(actor, row));
}

function viewOf(actor: Actor, row: Row): Decommission {
  const { cluster, name, team, step, stale, staleAfterDays, activeGroups: active, ending, request } = row;
  return {
    ...{ cluster, name, team, step, stale, staleAfterDays, activeGroups: active, ending },
    quietSince: row.quietSince?.toISOString() ?? null,
    sizeBytes: row.sizeBytes?.toString() ?? null,
    block: blockOf(row),
    deletingAt: row.deletingAt?.toISOString() ?? null,
    request: request && { id: request.id, kind: request.kind, state: request.state },
    may: whatMay(actor, row),
  };
}

function blockOf({ blockedAt, blockedUntil, daysLeft, denied, state, message }: Row): Decommission["block"] {
  if (!blockedAt) return null;
  return {
    since: blockedAt.toISOString(),
    until: blockedUntil?.toISOString() ?? null,
    ...{ daysLeft, inForce: denied },
    // Of a topic that waits for a person, or that lost its denials outside, the worker says what stands in the way.
    problem: !denied && (state === "blocked" || state === "drifted") ? message : null,
  };
}

const NOT_NOW: Allowed = { allowed: false, needed: null };

function whatMay(actor: Actor, { id, team, state, blockedAt, deletingAt, request }: Row): Decommission["may"] {
  const topic: Subject = { kind: "topic", id, teamId: team.id, visibility: "everyone-signed-in" };
  const may = (permission: Permission, possible: boolean, subject = topic) =>
    possible ? allowedTo(decide(actor, permission, subject)) : NOT_NOW;
  const alive = deletingAt === null;
  const seen = alive && state !== "pending" && state !== "missing";
  const open = request?.state === "submitted" ? request : null;
  const asked: Subject = {
    ...{ kind: "request", id: String(open?.id), visibility: "involved" },
    ...{ teamId: team.id, askingTeamId: team.id, requesterId: open?.requesterId ?? "" },
  };
  return {
    announce: may("topic.announce", alive),
    block: may("topic.block", seen && blockedAt === null && request?.kind !== "topic.block"),
    unblock: may("topic.unblock", alive && blockedAt !== null),
    delete: may("topic.delete", alive && request?.kind !== "topic.delete"),
    withdraw: may("request.withdraw", open !== null, asked),
  };
}
