import { Search, type SearchResult } from "#lib/contract/platform";
import { type Database, sql } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import { ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { subjectCluster, subjectName, subjectState, subjectsFrom } from "../read/subject-rows.ts";
import { applicationsVisibleTo, requestsVisibleTo } from "../read/visible-to.ts";

const SHOWN = 8;

type Item = SearchResult["items"][number];

/** Finds topics, schemas, applications, teams and requests by part of a name or by number; each kind answers its first few, best matches first. */
export const search = defineQuery({
  name: "search",
  permission: "topic.read",
  input: Search,
  async handle({ actor, db }, { q }) {
    if (!q.isWellFormed() || q.includes("\u0000")) return ok<SearchResult>({ items: [] });

    const pattern = `%${q.replaceAll(/[\\%_]/g, "\\$&")}%`;
    const [topics, schemas, applications, teams, requests] = await Promise.all([
      topicsLike(db, q, pattern),
      schemasLike(db, q, pattern),
      applicationsLike(db, actor, pattern),
      teamsLike(db, pattern),
      requestsLike(db, actor, q, pattern),
    ]);
    return ok<SearchResult>({ items: [...topics, ...schemas, ...applications, ...teams, ...requests] });
  },
});

async function topicsLike(db: Database, q: string, pattern: string): Promise<Item[]> {
  const rows = await db.$queryRaw<{ cluster: string; name: string; team: string | null }[]>`
    SELECT e.cluster_slug AS cluster, e.name, t.slug AS team FROM catalogue e LEFT JOIN teams t ON t.id = e.team_id
    WHERE e.name ILIKE ${pattern} ORDER BY e.name = ${q} DESC, starts_with(e.name, ${q}) DESC, e.name LIMIT ${SHOWN}`;
  return rows.map(({ cluster, name, team }) => ({
    kind: "topic",
    title: name,
    subtitle: `${cluster} · ${team ?? "nobody"}`,
    href: `/topics/${encodeURIComponent(cluster)}/${encodeURIComponent(name)}`,
  }));
}

/** Subjects by name; by field and documentation they are found on their own page. What was deleted is not offered. */
async function schemasLike(db: Database, q: string, pattern: string): Promise<Item[]> {
  const rows = await db.$queryRaw<{ cluster: string; name: string; team: string | null }[]>`
    SELECT ${subjectCluster} AS cluster, ${subjectName} AS name, t.slug AS team FROM ${subjectsFrom}
    WHERE ${subjectName} ILIKE ${pattern} AND ${subjectState} NOT IN ('deleted', 'purged')
    ORDER BY ${subjectName} = ${q} DESC, starts_with(${subjectName}, ${q}) DESC, ${subjectName} LIMIT ${SHOWN}`;
  return rows.map(({ cluster, name, team }) => ({
    kind: "schema",
    title: name,
    subtitle: `${cluster} · ${team ?? "nobody"}`,
    href: `/schemas/${encodeURIComponent(cluster)}/${encodeURIComponent(name)}`,
  }));
}

async function applicationsLike(db: Database, actor: Actor, pattern: string): Promise<Item[]> {
  const rows = await db.$queryRaw<{ slug: string; name: string; team: string }[]>`
    SELECT a.slug, a.name, t.slug AS team FROM applications a JOIN teams t ON t.id = a.team_id
    WHERE (a.slug ILIKE ${pattern} OR a.name ILIKE ${pattern}) AND ${applicationsVisibleTo(actor)} ORDER BY a.slug LIMIT ${SHOWN}`;
  return rows.map(({ slug, name, team }) => ({
    kind: "application",
    title: slug,
    subtitle: `${name} · ${team}`,
    href: `/applications/${slug}`,
  }));
}

async function teamsLike(db: Database, pattern: string): Promise<Item[]> {
  const rows = await db.$queryRaw<{ slug: string; name: string }[]>`
    SELECT slug, name FROM teams WHERE removed_at IS NULL AND (slug ILIKE ${pattern} OR name ILIKE ${pattern}) ORDER BY slug LIMIT ${SHOWN}`;
  return rows.map(({ slug, name }) => ({ kind: "team", title: slug, subtitle: name, href: `/teams/${slug}` }));
}

async function requestsLike(db: Database, actor: Actor, q: string, pattern: string): Promise<Item[]> {
  const number = /^#?(\d{1,15})$/.exec(q)?.[1];
  const matching = number ? sql`r.id = ${Number(number)}` : sql`r.object_name ILIKE ${pattern}`;
  const rows = await db.$queryRaw<{ id: bigint; name: string; state: string }[]>`
    SELECT r.id, r.object_name AS name, r.state FROM requests r
    WHERE ${matching} AND ${requestsVisibleTo(actor)} ORDER BY r.id DESC LIMIT ${SHOWN}`;
  return rows.map(({ id, name, state }) => ({
    kind: "request",
    title: `Request ${id}`,
    subtitle: `${name} · ${state}`,
    href: `/requests/${id}`,
  }));
}
