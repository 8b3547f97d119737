import { type Sql, sql } from "#lib/db/database";

/**
 * How far a request to take topics over is, as a column `progress` beside alias `r` (requests): what the worker has seen to be as desired, or found
 * otherwise and said so.
 */
export const importProgress: Sql = sql`(SELECT jsonb_build_object('total', greatest(jsonb_array_length(r.patch -> 'topics'), count(t.id)),
    'settled', count(*) FILTER (WHERE s.state NOT IN ('pending', 'blocked')), 'blocked', count(*) FILTER (WHERE s.state = 'blocked'))
  FROM topics t JOIN topic_status s ON s.topic_id = t.id WHERE t.adopted_by = r.id) AS progress`;
