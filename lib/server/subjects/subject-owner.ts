import type { Connection } from "#lib/db/database";
import { findAccessGiver } from "#lib/db/stores/access-givers";
import { findSubject } from "#lib/db/stores/subjects";
import type { FieldError } from "#lib/domain/result";
import { SubjectName, type SubjectPart, type SubjectStrategy, subjectNameOf } from "#lib/domain/subject-name";

type Team = { id: string; slug: string; name: string };

/** Where a subject is to be, as somebody says it. `record` is the full name of the record that the schema describes. */
export type PlaceAsked = {
  strategy: SubjectStrategy;
  topic: string | null;
  part: SubjectPart | null;
  record: string | null;
};

/** Why a subject cannot be named like this; its name where it can. */
export function namedSubject(asked: PlaceAsked): { name: string; errors: [] } | { name: null; errors: FieldError[] } {
  const { strategy, topic, part } = asked;
  const usesTopic = strategy !== "RecordNameStrategy";
  const usesPart = strategy === "TopicNameStrategy";
  const errors = [
    ...(usesTopic && topic === null ? [{ path: "topic", message: `${strategy} needs the topic.` }] : []),
    ...(!usesTopic && topic !== null ? [{ path: "topic", message: `${strategy} has no topic: leave it out.` }] : []),
    ...(usesPart && part === null ? [{ path: "part", message: `${strategy} needs key or value.` }] : []),
    ...(!usesPart && part !== null ? [{ path: "part", message: `${strategy} has no part: leave it out.` }] : []),
  ];
  if (errors.length > 0) return { name: null, errors };

  const name = subjectNameOf(strategy, asked);
  if (name === null) {
    return {
      name: null,
      errors: [{ path: "schema", message: `${strategy} names the subject by the record, and this schema names none.` }],
    };
  }
  const parsed = SubjectName.safeParse(name);
  if (parsed.success) return { name, errors: [] };
  const message = `the subject would be ${name}, and a subject's name ${parsed.error.issues[0]?.message}`;
  return { name: null, errors: [{ path: strategy === "TopicNameStrategy" ? "topic" : "schema", message }] };
}

/**
 * Who owns a subject: whoever it belongs to already, else the owner of its topic, else the team whose prefix its name begins with. Null when
 * nobody does.
 */
export async function subjectOwner(
  db: Connection,
  cluster: string,
  name: string,
  topic: string | null,
): Promise<Team | null> {
  const managed = await findSubject(db, cluster, name);
  if (managed && managed.deletion === null) return managed.team;
  if (topic !== null)
    return (await findAccessGiver(db, cluster, { name: topic, patternType: "LITERAL" }))?.team ?? null;
  return (await teamByPrefix(db, name)) ?? null;
}

async function teamByPrefix(db: Connection, name: string): Promise<Team | undefined> {
  const [row] = await db.$queryRaw<Team[]>`
    SELECT t.id, t.slug, t.name FROM team_prefixes p JOIN teams t ON t.id = p.team_id WHERE starts_with(${name}, p.prefix)`;
  return row;
}
