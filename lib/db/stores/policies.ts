import type { Policy } from "#lib/domain/policy";
import type { Connection } from "../database.ts";

/** Every rule in force, each in its current revision, by slug. */
export async function currentPolicies(db: Connection): Promise<(Policy & { createdAt: Date })[]> {
  return db.$queryRaw`
    SELECT p.id, p.slug, r.revision, r.rule, r.scope, r.enforcement, r.message, r.created_at AS "createdAt"
    FROM policies p JOIN policy_revisions r ON r.policy_id = p.id AND r.revision = p.current_revision
    WHERE p.disabled_at IS NULL ORDER BY p.slug`;
}
