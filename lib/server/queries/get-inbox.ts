import { z } from "zod";
import type { Inbox } from "#lib/contract/pages";
import { type Database, sql } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import { ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { readSummaries, toSummary } from "../read/request-summary.ts";
import { isStale, staleSources } from "../read/stale-topics.ts";
import { requestsDecidableBy } from "../read/visible-to.ts";

/** Rows of each list; more stand on `/approvals` and `/requests`. */
const SHOWN = 20;

/** What waits for this person, what they asked for, and how their teams' topics are. */
export const getInbox = defineQuery({
  name: "get-inbox",
  permission: "request.read",
  input: z.object({}),
  async handle({ actor, db }) {
    const recent = sql`r.requester_id = ${actor.userId}::uuid
      AND (r.state IN ('submitted', 'approved') OR r.ended_at > now() - interval '14 days')`;
    const [decidable, mine, health, unreachable] = await Promise.all([
      readSummaries(db, requestsDecidableBy(actor), sql`r.id`, SHOWN),
      readSummaries(db, recent, sql`r.id DESC`, SHOWN),
      teamHealth(db, actor),
      unreachableClusters(db),
    ]);
    return ok<Inbox>({ decidable: decidable.map(toSummary), mine: mine.map(toSummary), health, unreachable });
  },
});

type HealthRow = {
  id: string;
  slug: string;
  name: string;
  topics: number;
  ready: number;
  pending: number;
  blocked: number;
  drifted: number;
  stale: number;
};

async function teamHealth(db: Database, actor: Actor): Promise<Inbox["health"]> {
  const rows = await db.$queryRaw<HealthRow[]>`
    SELECT m.id, m.slug, m.name, count(e.name)::int AS topics, count(*) FILTER (WHERE e.state = 'ready')::int AS ready,
      count(*) FILTER (WHERE e.state IN ('pending', 'deleting'))::int AS pending,
      count(*) FILTER (WHERE e.state = 'blocked')::int AS blocked,
      count(*) FILTER (WHERE e.state IN ('drifted', 'missing'))::int AS drifted,
      (SELECT count(*)::int FROM ${staleSources} WHERE t.team_id = m.id AND ${isStale}) AS stale
    FROM teams m LEFT JOIN catalogue e ON e.team_id = m.id
    WHERE m.id = ANY (${actor.memberships.map((membership) => membership.teamId)}::uuid[]) GROUP BY m.id ORDER BY m.slug`;
  return rows.map(({ id, slug, name, ...counts }) => ({ team: { id, slug, name }, ...counts }));
}

async function unreachableClusters(db: Database): Promise<Inbox["unreachable"]> {
  const rows = await db.$queryRaw<{ slug: string; name: string; since: Date }[]>`
    SELECT k.slug, k.name, c.condition_since AS since FROM clusters k JOIN cluster_status c ON c.cluster_slug = k.slug
    WHERE k.detached_at IS NULL AND c.condition IN ('unreachable', 'identity_changed') ORDER BY k.slug`;
  return rows.map((row) => ({ ...row, since: row.since.toISOString() }));
}
