import { type Sql, sql } from "#lib/db/database";

/** The announced end of a topic (alias `t`) as `TopicEnding`, or null. */
export const endingColumn: Sql = sql`CASE WHEN t.ending_at IS NULL THEN NULL ELSE jsonb_build_object(
  'at', to_char(t.ending_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'successor', t.successor,
  'reason', coalesce(t.ending_reason, '')) END AS ending`;
