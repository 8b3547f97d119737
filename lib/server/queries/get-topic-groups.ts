import { GetTopicGroups, type TopicGroupPage } from "#lib/contract/topic-groups";
import type { Database } from "#lib/db/database";
import { fail, ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { decodeCursor, pageFrom } from "../read/cursor.ts";
import { readSubjectReaders } from "../read/subject-readers.ts";
import { groupsAmong, readTopicGroups } from "../read/topic-groups.ts";
import { sightOfReaders } from "../read/visible-readers.ts";
import { teamsOf } from "../read/visible-to.ts";

/**
 * The consumer groups of a topic by id, with how far behind they are. The owner's side, the platform and auditors see all of them, others those of their
 * own teams' applications; how many there are is no secret.
 */
export const getTopicGroups = defineQuery({
  name: "get-topic-groups",
  permission: "topic.read",
  input: GetTopicGroups,
  async handle({ actor, db }, { cluster, name, cursor, limit }) {
    const place = decodeCursor(cursor, ["string"]);
    if (!place.ok) return place;
    const topic = name.isWellFormed() && !name.includes("\u0000") ? await readTopic(db, cluster, name) : undefined;
    if (!topic) return fail("not_found", "There is no such thing, or you may not see it.");

    const { teamId, readAt, recordsPerSecond } = topic;
    const readers = await readSubjectReaders(db, cluster, name);
    const sight = sightOfReaders(actor, teamId);
    const own = teamsOf(actor);
    const visible = readers.filter(({ team }) => sight === "everything" || (team !== null && own.includes(team.id)));

    const after = place.value?.[0] ?? "";
    const rest = sight === "none" ? [] : groupsAmong(visible).filter(({ groupId }) => groupId > after);
    const page = pageFrom(
      rest,
      limit,
      (group) => group,
      ({ groupId }) => [groupId],
    );
    return ok<TopicGroupPage>({
      items: await readTopicGroups(db, { cluster, topic: name, recordsPerSecond }, page.items),
      nextCursor: page.nextCursor,
      sight,
      groupCount: groupsAmong(readers).length,
      readAt: readAt?.toISOString() ?? null,
      recordsPerSecond,
    });
  },
});

type TopicFacts = { teamId: string | null; readAt: Date | null; recordsPerSecond: number | null };

async function readTopic(db: Database, cluster: string, name: string): Promise<TopicFacts | undefined> {
  const [row] = await db.$queryRaw<TopicFacts[]>`
    SELECT e.team_id AS "teamId", c.groups_at AS "readAt", f.records_per_second AS "recordsPerSecond"
    FROM catalogue e LEFT JOIN cluster_status c ON c.cluster_slug = e.cluster_slug
      LEFT JOIN topic_figures f ON f.cluster_slug = e.cluster_slug AND f.name = e.name
    WHERE e.cluster_slug = ${cluster} AND e.name = ${name}`;
  return row;
}
