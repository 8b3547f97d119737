import { type Sql, sql } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import { holds } from "#lib/policy/decide";

/** Teams of an actor, as uuid texts; `owner` keeps only those they own. */
export function teamsOf(actor: Actor, role?: "owner"): string[] {
  return actor.memberships
    .filter((membership) => !role || membership.role === role)
    .map((membership) => membership.teamId);
}

/**
 * The requests (table alias `r`) that an actor may see: the platform and auditors all, others their own and those of their teams, on either side. A token that was
 * not given `request.read` sees none, also where another query mentions requests beside what it is about.
 */
export function requestsVisibleTo(actor: Actor): Sql {
  if (!holds(actor, "request.read")) return sql`false`;
  if (actor.platformRole !== "none") return sql`true`;
  return sql`(r.requester_id = ${actor.userId}::uuid OR r.team_id = ANY (${teamsOf(actor)}::uuid[])
    OR r.asking_team_id = ANY (${teamsOf(actor)}::uuid[]) OR r.reader_team_ids && ${teamsOf(actor)}::uuid[])`;
}

/**
 * The requests (alias `r`) with an open slot that this actor could fill now: the same rule as `slotsHeldBy`, as a condition, so that
 * a list of hundreds is one query. The command decides again.
 */
export function requestsDecidableBy(actor: Actor): Sql {
  if (!holds(actor, "request.read")) return sql`false`;
  const admin = actor.platformRole === "admin";
  const own = teamsOf(actor);
  return sql`(r.state = 'submitted' AND r.requester_id <> ${actor.userId}::uuid
    AND NOT EXISTS (SELECT FROM approvals a WHERE a.request_id = r.id AND a.dropped_at IS NULL AND a.user_id = ${actor.userId}::uuid)
    AND EXISTS (SELECT FROM (SELECT wanted, starts_with(wanted ->> 'id', 'reader:') AS reads,
          bool_or(starts_with(wanted ->> 'id', 'reader:')) OVER () AS "readersOpen"
        FROM jsonb_array_elements(r.slots) AS wanted
        WHERE NOT EXISTS (SELECT FROM approvals a WHERE a.request_id = r.id AND a.dropped_at IS NULL AND a.slot = wanted ->> 'id')) AS open
      WHERE reads = "readersOpen"
        AND ((wanted ->> 'id' = 'platform-admin' AND ${admin})
          OR (wanted ->> 'id' IN ('owner-of-team', 'owner-of-taking-team') AND (wanted ->> 'teamId')::uuid = ANY (${teamsOf(actor, "owner")}::uuid[]))
          OR (reads AND (wanted ->> 'teamId')::uuid = ANY (${own}::uuid[]))
          OR (${admin} AND reads AND (wanted ->> 'standInFrom')::timestamptz <= now())
          OR (${admin} AND wanted ->> 'id' <> 'platform-admin' AND NOT EXISTS (
            SELECT FROM memberships m JOIN users u ON u.id = m.user_id
            WHERE m.team_id = (wanted ->> 'teamId')::uuid AND (reads OR m.role = 'owner') AND u.disabled_at IS NULL
              AND u.id <> r.requester_id AND NOT EXISTS (
                SELECT FROM approvals a WHERE a.request_id = r.id AND a.dropped_at IS NULL AND a.user_id = u.id))))))`;
}

/** The grants (alias `g`, their application `a`) that an actor may see: the platform and auditors all, others those that their teams give or hold. */
export function grantsVisibleTo(actor: Actor): Sql {
  if (!holds(actor, "access.read")) return sql`false`;
  if (actor.platformRole !== "none") return sql`true`;
  return sql`(g.team_id = ANY (${teamsOf(actor)}::uuid[]) OR a.team_id = ANY (${teamsOf(actor)}::uuid[]))`;
}

/** The applications (alias `a`) that an actor may see: the platform and auditors all, others those of their teams. */
export function applicationsVisibleTo(actor: Actor): Sql {
  if (!holds(actor, "application.read")) return sql`false`;
  if (actor.platformRole !== "none") return sql`true`;
  return sql`a.team_id = ANY (${teamsOf(actor)}::uuid[])`;
}

/**
 * The applications (alias `a`) that an actor may look at from the giving side: their teams give them a grant, or gave one that ended not long ago, or are asked
 * for one.
 */
export function applicationsGivenBy(actor: Actor): Sql {
  if (!holds(actor, "application.read")) return sql`false`;
  const own = sql`ANY (${teamsOf(actor)}::uuid[])`;
  return sql`(EXISTS (SELECT FROM grants g WHERE g.application_id = a.id AND g.team_id = ${own} AND ${recentGrants} AND ${grantsVisibleTo(actor)})
    OR EXISTS (SELECT FROM requests r WHERE r.application_id = a.id AND r.team_id = ${own} AND ${openRequests} AND ${requestsVisibleTo(actor)}))`;
}

/** Grants (alias `g`) that live, or ended not long ago: those that pages show. */
export const recentGrants = sql`(g.state <> 'ended' OR g.ended_at > now() - interval '90 days')`;

/** Requests (alias `r`) that wait for a decision, or for the worker. */
export const openRequests = sql`r.state IN ('submitted', 'approved')`;
