import type { SubjectReader } from "#lib/contract/subjects";
import type { Connection } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import { holds } from "#lib/policy/decide";
import { toReader } from "../subjects/schema-impact.ts";
import { readSubjectReaders } from "./subject-readers.ts";
import { teamsOf } from "./visible-to.ts";

/**
 * How much an actor may know of who reads a topic: the owner's side, the platform and auditors everything, others what is their own teams', a token
 * that may not read access nothing.
 */
export function sightOfReaders(actor: Actor, teamId: string | null): "everything" | "own" | "none" {
  if (!holds(actor, "access.read")) return "none";
  const everything = actor.platformRole !== "none" || (teamId !== null && teamsOf(actor).includes(teamId));
  return everything ? "everything" : "own";
}

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
  const sight = sightOfReaders(actor, asked.teamId);
  if (asked.topics.length === 0 || sight === "none") return { readers: null, readerCount };

  const own = teamsOf(actor);
  const visible = sight === "everything" ? rows : rows.filter(({ team }) => team !== null && own.includes(team.id));
  return { readers: visible.map((row) => toReader({ ...row, promisedFields: row.neededFields })), readerCount };
}
