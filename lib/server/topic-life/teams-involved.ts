import type { Connection } from "#lib/db/database";
import { teamsThatUse } from "#lib/db/stores/grants";
import { readSubjectReaders } from "../read/subject-readers.ts";

/** Teams whose applications read or write a topic, and those of groups that no grant explains; each once. */
export async function teamsInvolved(db: Connection, cluster: string, name: string): Promise<string[]> {
  const [readers, granted] = await Promise.all([
    readSubjectReaders(db, cluster, name),
    teamsThatUse(db, cluster, name),
  ]);
  return [...new Set([...granted, ...readers.flatMap(({ team }) => (team ? [team.id] : []))])];
}
