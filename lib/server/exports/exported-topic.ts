import { type Connection, sql } from "#lib/db/database";
import { type ExportedTopic, type ExportFacts, readExportFacts } from "./export-facts.ts";

/** One topic of the catalogue and all that a document about it needs; null when there is none. */
export async function readExportedTopic(
  db: Connection,
  cluster: string,
  name: string,
): Promise<{ topic: ExportedTopic; facts: ExportFacts } | null> {
  const facts = await readExportFacts(db, sql`e.cluster_slug = ${cluster} AND e.name = ${name}`);
  const [topic] = facts.topics;
  return topic ? { topic, facts } : null;
}
