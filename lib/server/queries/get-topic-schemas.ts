import { GetTopicSchemas, type TopicSchemas } from "#lib/contract/subjects";
import { type Database, sql } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import type { Permission } from "#lib/domain/permission";
import { fail, ok } from "#lib/domain/result";
import { decide, type Subject } from "#lib/policy/decide";
import { defineQuery } from "../define-query.ts";
import { allowedTo } from "../read/allowed.ts";
import { readRegistryState } from "../read/registry-state.ts";
import { topicInName } from "../read/subject-place.ts";
import { openSubjectRequests } from "../read/subject-requests.ts";
import { subjectCluster, subjectName, subjectState, subjectsFrom, summaryColumns } from "../read/subject-rows.ts";
import { visibleReaders } from "../read/visible-readers.ts";
import { findSampledTopic, sampleSubject } from "../subjects/sampled-topic.ts";

/** What the records of a topic look like, who reads them, and what the caller may ask for: subjects, grants and groups in one place. */
export const getTopicSchemas = defineQuery({
  name: "get-topic-schemas",
  permission: "subject.read",
  input: GetTopicSchemas,
  async handle({ actor, db }, { cluster, name }) {
    const topic = await findSampledTopic(db, cluster, name);
    if (!topic) return fail("not_found", "There is no such thing, or you may not see it.");

    const subjects = await subjectsOf(db, cluster, name);
    const names = [...subjects.map(({ subject }) => subject), ...namesOf(name)];
    const [readers, openRequests, registry] = await Promise.all([
      visibleReaders(db, actor, { cluster, topics: [name], teamId: topic.teamId }),
      openSubjectRequests(
        db,
        actor,
        sql`r.cluster_slug = ${cluster}
        AND (r.object_name = ANY (${names}::text[]) OR r.patch #>> '{place,topic}' = ${name})`,
      ),
      readRegistryState(db, cluster),
    ]);
    return ok<TopicSchemas>({
      ...{ subjects, ...readers, openRequests, registry },
      may: mayDo(actor, sampleSubject(topic)),
    });
  },
});

const namesOf = (topic: string) => [`${topic}-key`, `${topic}-value`];

/** Subjects that were decided for the topic, and those that a serializer would look for by its name. What was deleted is left out. */
async function subjectsOf(db: Database, cluster: string, topic: string): Promise<TopicSchemas["subjects"]> {
  const rows = await db.$queryRaw<TopicSchemas["subjects"]>`
    SELECT ${summaryColumns}, s.part, coalesce(w.message, '') AS message FROM ${subjectsFrom}
    WHERE ${subjectCluster} = ${cluster} AND ${subjectState} NOT IN ('deleted', 'purged')
      AND (s.topic_name = ${topic} OR ${subjectName} = ANY (${namesOf(topic)}::text[])) ORDER BY ${subjectName} LIMIT 200`;
  return rows.map((row) => ({ ...row, topic, part: row.part ?? partInName(topic, row.subject) }));
}

function partInName(topic: string, subject: string) {
  const named = topicInName(subject);
  return named?.topic === topic ? named.part : null;
}

function mayDo(actor: Actor, subject: Subject): TopicSchemas["may"] {
  const may = (permission: Permission) => allowedTo(decide(actor, permission, subject));
  return { request: may("schema.request"), sample: may("topic.sample"), announce: may("topic.announce") };
}
