import { pool } from "../../database.js";

/** The SQL that the product sends for a search by part of a name, and its answers as JSON. */
export async function GET(request) {
  const q = new URL(request.url).searchParams.get("q");
  const pattern = `%${q}%`;
  const [topics, teams, requests] = await Promise.all([
    pool.query(
      `SELECT e.cluster_slug AS cluster, e.name, t.slug AS team FROM catalogue e LEFT JOIN teams t ON t.id = e.team_id
      WHERE e.name ILIKE $1 ORDER BY e.name = $2 DESC, starts_with(e.name, $2) DESC, e.name LIMIT 8`,
      [pattern, q],
    ),
    pool.query("SELECT slug, name FROM teams WHERE slug ILIKE $1 OR name ILIKE $1 ORDER BY slug LIMIT 8", [pattern]),
    pool.query(
      `SELECT r.id, r.object_name AS name, r.state FROM requests r
      WHERE r.object_name ILIKE $1 AND true ORDER BY r.id DESC LIMIT 8`,
      [pattern],
    ),
  ]);
  return Response.json({ items: [...topics.rows, ...teams.rows, ...requests.rows] });
}
