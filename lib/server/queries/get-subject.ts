import { GetSubject, type SubjectView } from "#lib/contract/subjects";
import { type Connection, sql } from "#lib/db/database";
import { referencingVersions, topicsDescribedBy } from "#lib/db/stores/observed-subjects";
import { fail, ok } from "#lib/domain/result";
import type { SubjectPart, SubjectStrategy } from "#lib/domain/subject-name";
import { defineQuery } from "../define-query.ts";
import { readRegistryState } from "../read/registry-state.ts";
import { type ShownVersion, shownVersion } from "../read/shown-version.ts";
import { placeByName } from "../read/subject-place.ts";
import { openSubjectRequests } from "../read/subject-requests.ts";
import { type SummaryRow, subjectCluster, subjectName, subjectsFrom, summaryColumns } from "../read/subject-rows.ts";
import { readSubjectVersions } from "../read/subject-versions.ts";
import { visibleReaders } from "../read/visible-readers.ts";
import { mayDoWithSubject } from "../subjects/may-do-with-subject.ts";
import { snippetsOfSubject } from "../subjects/snippets-of-subject.ts";

/** One subject, managed or only seen: its versions, the text and fields of one of them, who reads it and what refers to it. */
export const getSubject = defineQuery({
  name: "get-subject",
  permission: "subject.read",
  input: GetSubject,
  async handle({ actor, db }, { cluster, subject: name, version }) {
    const row = await readSubject(db, cluster, name);
    if (!row) return fail("not_found", "There is no such thing, or you may not see it.");
    const place = row.strategy ? null : await placeByName(db, cluster, name);
    const summary = { ...row, ...place, topic: row.topic ?? place?.topic ?? null };
    const shown = await shownVersion(db, cluster, name, version ?? row.latestVersion);
    if (version && !shown) return fail("not_found", `${name} has no version ${version}.`);

    const topics = [
      ...new Set([...(summary.topic ? [summary.topic] : []), ...(await topicsDescribedBy(db, cluster, name))]),
    ];
    const teamId = row.team?.id ?? null;
    const [versions, readers, referencedBy, openRequests, registry, may, snippets] = await Promise.all([
      readSubjectVersions(db, cluster, name),
      visibleReaders(db, actor, { cluster, topics, teamId }),
      referencingVersions(db, cluster, name, null),
      openSubjectRequests(db, actor, sql`r.cluster_slug = ${cluster} AND r.object_name = ${name}`),
      readRegistryState(db, cluster),
      mayDoWithSubject(db, actor, summary),
      snippetsOfSubject(db, summary, shown?.recordName ?? null),
    ]);
    return ok<SubjectView>({
      ...viewOf(summary, registry.seenAt, shown),
      ...{ versions, ...readers, referencedBy, openRequests, registry, snippets, may },
    });
  },
});

type Row = SummaryRow & {
  strategy: SubjectStrategy | null;
  part: SubjectPart | null;
  message: string;
  stateSince: Date | null;
  observedLevel: string | null;
  ownLevel: boolean | null;
  desiredLevel: string | null;
  globalLevel: string | null;
  drift: SubjectView["drift"];
};

async function readSubject(db: Connection, cluster: string, name: string): Promise<Row | undefined> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT ${summaryColumns}, s.strategy, s.part, coalesce(w.message, '') AS message, w.state_since AS "stateSince",
      s.compatibility AS "desiredLevel", o.compatibility AS "observedLevel", o.own_level AS "ownLevel",
      r.description ->> 'globalCompatibility' AS "globalLevel", coalesce(w.drift, '[]') AS drift
    FROM ${subjectsFrom} LEFT JOIN registry_status r ON r.cluster_slug = ${subjectCluster}
    WHERE ${subjectCluster} = ${cluster} AND ${subjectName} = ${name}`;
  return row;
}

function viewOf(row: Row, registrySeenAt: string | null, shown: ShownVersion | null) {
  const { stateSince, observedLevel, ownLevel, desiredLevel, globalLevel, ...summary } = row;
  return {
    ...summary,
    stateSince: stateSince?.toISOString() ?? null,
    seenAt: observedLevel === null ? null : registrySeenAt,
    levels: { desired: desiredLevel, observed: observedLevel, own: ownLevel, global: globalLevel },
    found: [],
    shown,
  };
}
