import type { Connection } from "#lib/db/database";
import type { SubjectPlace } from "#lib/domain/request-kind";
import type { SubjectPart } from "#lib/domain/subject-name";

/** The topic and part that a name would have by TopicNameStrategy; null for any other name. */
export function topicInName(name: string): { topic: string; part: SubjectPart } | null {
  const [, topic, part] = /^(.+)-(key|value)$/s.exec(name) ?? [];
  return topic && part ? { topic, part: part as SubjectPart } : null;
}

/** What a subject that nobody manages describes, as far as its name says it: a topic of the catalogue. */
export async function placeByName(db: Connection, cluster: string, name: string): Promise<SubjectPlace | null> {
  const named = topicInName(name);
  if (!named) return null;
  const [known] = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM catalogue WHERE cluster_slug = ${cluster} AND name = ${named.topic}`;
  return known ? { strategy: "TopicNameStrategy", ...named } : null;
}
