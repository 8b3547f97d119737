import type { Connection } from "../database.ts";

/**
 * Serialises, until the end of the transaction, whoever claims what only one application of a cluster may have: the name of a principal, a
 * consumer group, a transactional id. Taken after the rows of teams, applications and requests.
 */
export async function lockAccessClaims(db: Connection, cluster: string): Promise<void> {
  // In a subquery, because Prisma cannot read the void that the function answers.
  await db.$queryRaw`
    SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended('access claims ' || ${cluster}, 0))) AS locked`;
}
