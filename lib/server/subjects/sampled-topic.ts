import { type Connection, sql } from "#lib/db/database";
import { grantsOn } from "#lib/db/stores/grants";
import type { Subject } from "#lib/policy/decide";

export type SampledTopic = {
  /** Of a managed topic, else its name. */
  id: string;
  teamId: string | null;
  /** Teams whose applications may read it now: with a grant that is on the cluster and has not run out. */
  readerTeamIds: string[];
};

/** A topic of the catalogue as whoever wants to see records of it is judged; null when there is none. */
export async function findSampledTopic(db: Connection, cluster: string, name: string): Promise<SampledTopic | null> {
  const [row] = await db.$queryRaw<SampledTopic[]>`
    SELECT coalesce(e.topic_id::text, e.name) AS id, e.team_id AS "teamId",
      coalesce((SELECT array_agg(DISTINCT a.team_id::text) FROM grants g JOIN applications a ON a.id = g.application_id
        WHERE g.state = 'active' AND g.operation = 'consume' AND g.expires_at > clock_timestamp()
          AND ${grantsOn(cluster, { name, patternType: "LITERAL" })}), '{}') AS "readerTeamIds"
    FROM catalogue e WHERE e.cluster_slug = ${cluster} AND e.name = ${name} AND NOT ${INTERNAL}`;
  return row ?? null;
}

/** What belongs to Kafka or to the registry holds other people's secrets: nobody sees records of it. */
const INTERNAL = sql`(starts_with(e.name, '__') OR e.name = '_schemas')`;

/** What `decide` looks at. Nobody but the platform sees records of a topic that nobody owns: no owner has given anybody access. */
export function sampleSubject({ id, teamId, readerTeamIds }: SampledTopic): Subject {
  const sides = teamId === null ? {} : { teamId, readerTeamIds };
  return { kind: "topic", id, ...sides, visibility: "everyone-signed-in" };
}
