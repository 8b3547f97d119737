import { type Connection, sql } from "#lib/db/database";
import { grantsOn } from "#lib/db/stores/grants";
import type { Agreement } from "#lib/domain/grant";

/** A consumer group as it was seen on a topic; of one that is granted and was never seen, only its name is known. */
export type ReadingGroup = {
  /** Of a granted prefix that no group was seen under: `billing. (PREFIXED)`. */
  groupId: string;
  /** Records that it has still to read. */
  lag: bigint | null;
  lastActiveAt: Date | null;
  /** Kafka's word: `Stable`, `Empty`. */
  state: string | null;
};

/** Who reads a topic: an application by its grants, or (`application` null) groups that no grant explains. */
export type ReaderRow = {
  application: { id: string; slug: string; name: string } | null;
  /** Of a group that no grant explains, the team of the application in whose namespace it is; null where there is none. */
  team: { id: string; slug: string; name: string } | null;
  groups: ReadingGroup[];
  /** Fields that the agreements of its grants promise to it, each once. */
  neededFields: string[];
};

/**
 * Everybody who reads a topic as far as it is known: applications with a living grant to consume it, by its name or by a prefix, sorted by slug;
 * then groups that committed on it and that no grant explains, by team. Who may know of them is for the caller to say.
 */
export async function readSubjectReaders(db: Connection, cluster: string, topic: string): Promise<ReaderRow[]> {
  const [grants, seen] = await Promise.all([consumingGrants(db, cluster, topic), groupsSeen(db, cluster, topic)]);
  const byApplication = Map.groupBy(grants, ({ application }) => application.id);
  const readers = [...byApplication.values()].flatMap((own) => readerByGrants(own, seen));
  const unexplained = seen.filter((group) => !grants.some((grant) => explains(grant, group)));
  const byTeam = Map.groupBy(unexplained, ({ team }) => team?.id ?? null);
  const strangers = [...byTeam.values()].map(
    (groups): ReaderRow => ({
      ...{ application: null, team: groups[0]?.team ?? null },
      ...{ groups: groups.map(readingGroup), neededFields: [] },
    }),
  );
  return [...readers, ...strangers.sort(byTeamName)];
}

type ConsumingGrant = {
  application: NonNullable<ReaderRow["application"]>;
  team: NonNullable<ReaderRow["team"]>;
  consumerGroup: string | null;
  groupPatternType: string | null;
  agreement: Agreement;
};

function consumingGrants(db: Connection, cluster: string, topic: string): Promise<ConsumingGrant[]> {
  return db.$queryRaw`
    SELECT jsonb_build_object('id', a.id, 'slug', a.slug, 'name', a.name) AS application,
      jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) AS team,
      g.consumer_group AS "consumerGroup", g.group_pattern_type AS "groupPatternType", g.agreement
    FROM grants g JOIN applications a ON a.id = g.application_id JOIN teams t ON t.id = a.team_id
    WHERE g.state <> 'ended' AND g.operation = 'consume' AND ${grantsOn(cluster, { name: topic, patternType: "LITERAL" })}
    ORDER BY a.slug, g.id`;
}

type SeenGroup = ReadingGroup & { team: ReaderRow["team"] };

/** Groups that committed on the topic, with the team of the application whose namespace their name is in. */
function groupsSeen(db: Connection, cluster: string, topic: string): Promise<SeenGroup[]> {
  const owner = sql`CASE WHEN t.id IS NULL THEN NULL ELSE jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) END`;
  return db.$queryRaw`
    SELECT k.group_id AS "groupId", k.lag, greatest(k.last_active_at, o.last_active_at) AS "lastActiveAt", o.state,
      ${owner} AS team
    FROM group_topics k LEFT JOIN group_observations o ON o.cluster_slug = k.cluster_slug AND o.group_id = k.group_id
      LEFT JOIN applications a ON strpos(k.group_id, '.') > 0 AND a.slug = split_part(k.group_id, '.', 1)
      LEFT JOIN teams t ON t.id = a.team_id
    WHERE k.cluster_slug = ${cluster} AND k.topic = ${topic} ORDER BY k.group_id`;
}

function explains({ consumerGroup, groupPatternType }: ConsumingGrant, { groupId }: ReadingGroup): boolean {
  if (consumerGroup === null) return false;
  return groupPatternType === "PREFIXED" ? groupId.startsWith(consumerGroup) : groupId === consumerGroup;
}

function readerByGrants(own: readonly ConsumingGrant[], seen: readonly SeenGroup[]): ReaderRow[] {
  const [first] = own;
  if (!first) return [];

  const groups = seen.filter((group) => own.some((grant) => explains(grant, group))).map(readingGroup);
  const unseen = own
    .filter((grant) => !seen.some((group) => explains(grant, group)))
    .flatMap(({ consumerGroup, groupPatternType }) =>
      consumerGroup === null ? [] : groupPatternType === "PREFIXED" ? `${consumerGroup} (PREFIXED)` : consumerGroup,
    )
    .map((groupId): ReadingGroup => ({ groupId, lag: null, lastActiveAt: null, state: null }));
  const neededFields = new Set(own.flatMap(({ agreement }) => agreement.neededFields ?? []));
  const { application, team } = first;
  return [{ application, team, groups: [...groups, ...unseen], neededFields: [...neededFields] }];
}

function readingGroup({ groupId, lag, lastActiveAt, state }: SeenGroup): ReadingGroup {
  return { groupId, lag, lastActiveAt, state };
}

/** By slug; those that nobody is known to own come last. */
function byTeamName(one: ReaderRow, other: ReaderRow): number {
  const [left, right] = [one.team?.slug ?? "\uffff", other.team?.slug ?? "\uffff"];
  return left < right ? -1 : left > right ? 1 : 0;
}
