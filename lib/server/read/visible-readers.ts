import type { SubjectReader } from "#lib/contract/schemas";
import type { Connection } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import { holds } from "#lib/policy/decide";
import { toReader } from "../subjects/schema-impact.ts";
import { readSubjectReaders } from "./subject-readers.ts";
import { teamsOf } from "./visible-to.ts";

export type VisibleReaders = { readers: SubjectReader[] | null; readerCount: number };

/**
 * Who reads these topics, as far as an actor may know: members of the owning team, the platform and auditors all, others their own teams. How
 * many there are is no secret. Null where there is no topic, and to a token that may not read access.
 */
export async function visibleReaders(
  db: Connection,
  actor: Actor,
  asked: { cluster: string; topics: readonly string[]; teamId: string | null },
): Promise<VisibleReaders> {
  const rows = (await Promise.all(asked.topics.map((topic) => readSubjectReaders(db, asked.cluster, topic)))).flat();
  const readerCount = rows.length;
  if (asked.topics.length === 0 || !holds(actor, "access.read")) return { readers: null, readerCount };

  const own = teamsOf(actor);
  const everything = actor.platformRole !== "none" || (asked.teamId !== null && own.includes(asked.teamId));
  const visible = everything ? rows : rows.filter(({ team }) => team !== null && own.includes(team.id));
  return { readers: visible.map((row) => toReader({ ...row, promisedFields: row.neededFields })), readerCount };
}
