import type { Connection } from "#lib/db/database";
import { findAccessGiver } from "#lib/db/stores/access-givers";
import type { SubjectPlace } from "#lib/domain/request-kind";
import type { SubjectPart } from "#lib/domain/subject-name";
import { topicInName } from "../read/subject-place.ts";

/**
 * Which topic's records a subject describes that was made outside: as its name says (`orders.placed.v1-value`) where such a topic is managed, because
 * that is where programs look for it; else as somebody says. A subject of no topic counts as named by its record.
 */
export async function adoptedPlace(
  db: Connection,
  { cluster, name, topic, part }: { cluster: string; name: string; topic: string | null; part: SubjectPart | null },
): Promise<SubjectPlace> {
  const named = topicInName(name);
  const managed = named && (await findAccessGiver(db, cluster, { name: named.topic, patternType: "LITERAL" }));
  if (named && managed) return { strategy: "TopicNameStrategy", ...named };
  return topic === null ? { strategy: "RecordNameStrategy", topic: null, part: null } : placeAt(name, topic, part);
}

function placeAt(name: string, topic: string, part: SubjectPart | null): SubjectPlace {
  for (const own of ["key", "value"] as const) {
    if (name === `${topic}-${own}`) return { strategy: "TopicNameStrategy", topic, part: own };
  }
  return { strategy: "TopicRecordNameStrategy", topic, part };
}
