import { pool } from "../../database.js";

/** The SQL that the product sends for a page of subjects, all or those found by a field's name, and its answer as JSON. */
export async function GET(request) {
  const asked = new URL(request.url).searchParams;
  const values = [asked.get("cluster")];
  const q = asked.get("q");
  const pattern = q && values.push(`%${q}%`);
  const hit = q ? `(lower(path) LIKE lower($${pattern}) OR lower(doc) LIKE lower($${pattern}))` : "false";
  const state = "CASE WHEN s.id IS NULL THEN 'unmanaged' ELSE coalesce(w.state, 'pending') END";
  const conditions = [`${state} NOT IN ('deleted', 'purged')`];
  if (q) conditions.push(`(f.name IS NOT NULL OR lower(coalesce(s.name, o.name)) LIKE lower($${pattern}))`);
  conditions.push("coalesce(s.cluster_slug, o.cluster_slug) = $1");
  const { rows } = await pool.query(
    `WITH found AS (
      SELECT cluster_slug, name, jsonb_agg(jsonb_build_object('path', path, 'doc', doc) ORDER BY position) FILTER (WHERE rank <= 3) AS fields
      FROM (SELECT cluster_slug, name, position, path, doc, row_number() OVER (PARTITION BY cluster_slug, name ORDER BY position) AS rank
        FROM subject_fields WHERE ${hit}) hits
      GROUP BY cluster_slug, name)
    SELECT coalesce(s.cluster_slug, o.cluster_slug) AS cluster, coalesce(s.name, o.name) AS subject,
      coalesce(o.schema_type, s.schema_type) AS "schemaType",
      CASE WHEN t.id IS NULL THEN NULL ELSE jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) END AS team,
      s.topic_name AS topic, o.latest_version AS "latestVersion", coalesce(s.compatibility, o.compatibility) AS compatibility, ${state} AS state,
      coalesce(f.fields, '[]') AS found
    FROM subjects s FULL JOIN subject_observations o ON o.cluster_slug = s.cluster_slug AND o.name = s.name
      LEFT JOIN subject_status w ON w.subject_id = s.id LEFT JOIN teams t ON t.id = s.team_id
      LEFT JOIN found f ON f.cluster_slug = coalesce(s.cluster_slug, o.cluster_slug) AND f.name = coalesce(s.name, o.name)
    WHERE ${conditions.join(" AND ")} ORDER BY coalesce(s.name, o.name), coalesce(s.cluster_slug, o.cluster_slug) LIMIT 51`,
    values,
  );
  return Response.json({ items: rows });
}
