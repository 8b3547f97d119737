import type { TopicImportDetail } from "#lib/contract/topic-imports";
import type { Database } from "#lib/db/database";
import type { TopicImportPatch } from "#lib/domain/request-kind";
import { importProgress } from "../read/import-progress.ts";

/** Which topics a request is to take over, and how far it is. */
export async function importParticulars(
  db: Database,
  requestId: number,
  { topics }: TopicImportPatch,
): Promise<TopicImportDetail> {
  const [row] = await db.$queryRaw<Pick<TopicImportDetail, "progress">[]>`
    SELECT ${importProgress} FROM requests r WHERE r.id = ${requestId}`;
  return { topics, progress: row?.progress ?? { total: topics.length, settled: 0, blocked: 0 } };
}
