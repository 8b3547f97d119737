import type { Connection } from "#lib/db/database";
import { findAccessGiver } from "#lib/db/stores/access-givers";
import type { SubjectPlace } from "#lib/domain/request-kind";
import type { SubjectPart } from "#lib/domain/subject-name";

/**
 * Which topic's records a subject describes that was made outside: as somebody says, else as its name says (`orders.placed.v1-value`) where such a topic is
 * managed. A subject of no topic counts as named by its record.
 */
export async function adoptedPlace(
  db: Connection,
  { cluster, name, topic, part }: { cluster: string; name: string; topic: string | null; part: SubjectPart | null },
): Promise<SubjectPlace> {
  if (topic !== null) return placeAt(name, topic, part);
  const [, stem, suffix] = /^(.+)-(key|value)$/.exec(name) ?? [];
  const managed = stem !== undefined && (await findAccessGiver(db, cluster, { name: stem, patternType: "LITERAL" }));
  if (stem === undefined || !managed) return { strategy: "RecordNameStrategy", topic: null, part: null };
  return { strategy: "TopicNameStrategy", topic: stem, part: suffix === "key" ? "key" : "value" };
}

function placeAt(name: string, topic: string, part: SubjectPart | null): SubjectPlace {
  for (const own of ["key", "value"] as const) {
    if (name === `${topic}-${own}`) return { strategy: "TopicNameStrategy", topic, part: own };
  }
  return { strategy: "TopicRecordNameStrategy", topic, part };
}
