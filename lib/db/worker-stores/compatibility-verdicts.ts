import type { CompatibilityLevel } from "#lib/domain/compatibility";
import type { SchemaDefinition } from "#lib/domain/schema";
import { type Connection, sql } from "../database.ts";
import { storableJson } from "../storable-json.ts";
import { removeSome } from "./remove-some.ts";

/** What the registry said about a schema for a subject. `baseVersion` is the latest version that lived then; 0 where none did. */
export type NewVerdict = {
  subject: string;
  hash: string;
  baseVersion: number;
  level: CompatibilityLevel;
  compatible: boolean;
  messages: string[];
};

/** Stores a verdict in the place of an earlier one about the same. */
export async function saveVerdict(db: Connection, cluster: string, verdict: NewVerdict): Promise<void> {
  const { subject, hash, baseVersion, level, compatible, messages } = verdict;
  await db.$executeRaw`
    INSERT INTO compatibility_verdicts (cluster_slug, subject, hash, base_version, level, compatible, messages, judged_at)
    VALUES (${cluster}, ${subject}, ${hash}, ${baseVersion}::int, ${level}, ${compatible}, ${storableJson(messages)}::jsonb, clock_timestamp())
    ON CONFLICT (cluster_slug, subject, hash) DO UPDATE SET base_version = excluded.base_version, level = excluded.level,
      compatible = excluded.compatible, messages = excluded.messages, judged_at = excluded.judged_at`;
}

export type UnjudgedSchema = { subject: string; hash: string; definition: SchemaDefinition };

/**
 * Schemas of undecided requests about which the registry has said nothing as its subject stands now.
 * @param except hashes of schemas that are passed over
 */
export async function findUnjudgedSchemas(
  db: Connection,
  cluster: string,
  except: readonly string[],
  limit: number,
): Promise<UnjudgedSchema[]> {
  return db.$queryRaw`
    SELECT r.object_name AS subject, r.patch ->> 'hash' AS hash, r.patch -> 'definition' AS definition
    FROM requests r LEFT JOIN subject_observations o ON o.cluster_slug = r.cluster_slug AND o.name = r.object_name
    WHERE r.cluster_slug = ${cluster} AND r.kind = 'schema.register' AND r.state = 'submitted'
      AND r.patch ->> 'hash' <> ALL (${[...except]}::text[]) AND NOT EXISTS (
      SELECT FROM compatibility_verdicts v WHERE v.cluster_slug = r.cluster_slug AND v.subject = r.object_name
        AND v.hash = r.patch ->> 'hash' AND v.base_version >= coalesce(o.latest_version, 0)
        AND v.level = coalesce(o.compatibility, v.level))
    ORDER BY r.id LIMIT ${limit}::int`;
}

/** Removes verdicts that nobody has asked for again in 30 days. */
export function forgetVerdicts(db: Connection, most: number): Promise<number> {
  return removeSome(db, sql`compatibility_verdicts`, sql`old.judged_at < now() - interval '30 days'`, most);
}
