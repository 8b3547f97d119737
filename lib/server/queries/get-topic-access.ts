import { GetTopicAccess, type TopicAccess } from "#lib/contract/access";
import { type Database, sql } from "#lib/db/database";
import { grantsOn } from "#lib/db/stores/grants";
import { prefixesOf } from "#lib/domain/acl-binding";
import type { Actor } from "#lib/domain/actor";
import { fail, ok } from "#lib/domain/result";
import { decide } from "#lib/policy/decide";
import { defineQuery } from "../define-query.ts";
import { allowedTo } from "../read/allowed.ts";
import { readGrantViews } from "../read/grant-views.ts";
import { readUnmanagedAcls } from "../read/unmanaged-acls.ts";
import { recentGrants, requestsVisibleTo, teamsOf } from "../read/visible-to.ts";

/** As many rows of one kind as a page shows. */
const MOST = 500;

/**
 * Who may use a topic: by grants, also those of a prefix that covers it, and by ACLs that nobody granted. The owner's side, the platform and
 * auditors see everything; others the grants that their own teams hold.
 */
export const getTopicAccess = defineQuery({
  name: "get-topic-access",
  permission: "access.read",
  input: GetTopicAccess,
  async handle({ actor, db }, { cluster, name }) {
    const topic = name.isWellFormed() && !name.includes("\u0000") ? await readTopic(db, cluster, name) : undefined;
    if (!topic) return fail("not_found", "There is no such thing, or you may not see it.");

    const { teamId, seenAt } = topic;
    const everything = actor.platformRole !== "none" || (teamId !== null && teamsOf(actor).includes(teamId));
    const on = sql`${grantsOn(cluster, { name, patternType: "LITERAL" })} AND ${recentGrants}`;
    const [grants, unmanaged, groups, openRequests, applications] = await Promise.all([
      readGrantViews(db, actor, on, MOST),
      everything ? readUnmanagedAcls(db, cluster, covering(name), MOST) : [],
      everything ? unexplainedGroups(db, cluster, name) : [],
      readOpenRequests(db, actor, cluster, name),
      applicationsOf(db, actor),
    ]);
    return ok<TopicAccess>({
      sight: everything ? "everything" : "own",
      grants,
      unmanaged,
      groups,
      openRequests,
      seenAt: seenAt?.toISOString() ?? null,
      applications,
      may: { requestRemoval: mayRequestRemoval(actor, teamId) },
    });
  },
});

async function readTopic(db: Database, cluster: string, name: string) {
  const [row] = await db.$queryRaw<{ teamId: string | null; seenAt: Date | null }[]>`
    SELECT e.team_id AS "teamId", c.seen_at AS "seenAt" FROM catalogue e LEFT JOIN cluster_status c ON c.cluster_slug = e.cluster_slug
    WHERE e.cluster_slug = ${cluster} AND e.name = ${name}`;
  return row;
}

/** Observed ACLs (alias `o`) that apply to a topic: on its name, on a prefix of it, on all topics. */
function covering(name: string) {
  return sql`o.resource_type = 'TOPIC' AND o.resource_name = ANY (${[...prefixesOf(name), "*"]}::text[])
    AND (o.pattern_type = 'PREFIXED' OR o.resource_name IN (${name}, '*'))`;
}

/** Groups that committed on the topic and that no live grant explains. */
async function unexplainedGroups(db: Database, cluster: string, name: string): Promise<TopicAccess["groups"]> {
  const rows = await db.$queryRaw<{ groupId: string; lastActiveAt: Date | null; members: number | null }[]>`
    WITH granted AS MATERIALIZED (
      SELECT DISTINCT g.consumer_group AS name, g.group_pattern_type AS type FROM grants g
      WHERE g.state <> 'ended' AND g.operation = 'consume' AND ${grantsOn(cluster, { name, patternType: "LITERAL" })})
    SELECT k.group_id AS "groupId", greatest(k.last_active_at, o.last_active_at) AS "lastActiveAt", o.members
    FROM group_topics k LEFT JOIN group_observations o ON o.cluster_slug = k.cluster_slug AND o.group_id = k.group_id
    WHERE k.cluster_slug = ${cluster} AND k.topic = ${name}
      AND NOT EXISTS (SELECT FROM granted c WHERE c.type = 'LITERAL' AND c.name = k.group_id)
      AND NOT EXISTS (SELECT FROM granted c WHERE c.type = 'PREFIXED' AND starts_with(k.group_id, c.name))
    ORDER BY 2 DESC NULLS LAST, 1 LIMIT ${MOST}`;
  return rows.map((row) => ({ ...row, lastActiveAt: row.lastActiveAt?.toISOString() ?? null }));
}

async function readOpenRequests(db: Database, actor: Actor, cluster: string, name: string) {
  const rows = await db.$queryRaw<(Omit<TopicAccess["openRequests"][number], "id"> & { id: bigint })[]>`
    SELECT r.id, r.kind, r.state, r.object_name AS name FROM requests r LEFT JOIN grants g ON g.id = r.grant_id
    WHERE r.cluster_slug = ${cluster} AND r.kind IN ('access.create', 'access.renew') AND r.state IN ('submitted', 'approved')
      AND (r.object_name = ${name} OR (r.object_name = ANY (${prefixesOf(name)}::text[])
        AND coalesce(r.patch #>> '{terms,patternType}', g.pattern_type) = 'PREFIXED'))
      AND ${requestsVisibleTo(actor)} ORDER BY r.id DESC LIMIT 50`;
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

function applicationsOf(db: Database, actor: Actor): Promise<TopicAccess["applications"]> {
  return db.$queryRaw`SELECT slug, name FROM applications WHERE team_id = ANY (${teamsOf(actor)}::uuid[]) ORDER BY slug LIMIT ${MOST}`;
}

function mayRequestRemoval(actor: Actor, teamId: string | null) {
  const owner = teamId === null ? {} : { teamId };
  return allowedTo(
    decide(actor, "acl.request-removal", {
      kind: "team",
      id: teamId ?? "",
      ...owner,
      visibility: "everyone-signed-in",
    }),
  );
}
