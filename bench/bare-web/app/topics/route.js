import { pool } from "../../database.js";

/** The SQL that the product sends for a page of the catalogue, and its answer as JSON. */
export async function GET(request) {
  const asked = new URL(request.url).searchParams;
  const values = [asked.get("cluster")];
  const conditions = ["true", "e.cluster_slug = $1"];
  const [q, after] = [asked.get("q"), asked.get("after")];
  if (q) conditions.push(`e.name ILIKE $${values.push(`%${q}%`)}`);
  if (after) conditions.push(`(e.name, e.cluster_slug) > ($${values.push(after)}, $1)`);
  const { rows } = await pool.query(
    `SELECT e.cluster_slug AS cluster, e.name, e.team_id AS "teamId", t.slug AS "teamSlug", t.name AS "teamName", e.state,
      e.classification, e.description, e.partitions, e.replication_factor AS "replicationFactor", e.retention_ms AS "retentionMs",
      e.size_bytes AS "sizeBytes", e.last_written_at AS "lastWrittenAt"
    FROM catalogue e LEFT JOIN teams t ON t.id = e.team_id
    WHERE ${conditions.join(" AND ")} ORDER BY e.name, e.cluster_slug LIMIT 51`,
    values,
  );
  return Response.json({ items: rows });
}
