import type { Connection } from "../database.ts";
import type { Owned } from "./ownership.ts";
import type { Dependent } from "./requests.ts";

export type Handover = { cluster: string; from: string; to: string; owned: Owned };

/**
 * Gives everything named to another team: topics, subjects, applications, prefixes, and the giving side of the access that lives on them. Triggers
 * keep the catalogue. Nothing on a cluster changes, so no generation does. Both teams' rows are locked, and the prefixes where some change hands.
 */
export async function handOver(db: Connection, { cluster, from, to, owned }: Handover): Promise<void> {
  const { topics, subjects, applications, prefixes } = owned;
  await db.$executeRaw`
    UPDATE topics t SET team_id = ${to}::uuid, version = version + 1, updated_at = now()
    FROM (SELECT id FROM topics WHERE id = ANY (${idsOf(topics)}::uuid[]) ORDER BY id FOR UPDATE) AS moved WHERE t.id = moved.id`;
  await db.$executeRaw`
    UPDATE subjects s SET team_id = ${to}::uuid, version = version + 1, updated_at = now()
    FROM (SELECT id FROM subjects WHERE id = ANY (${idsOf(subjects)}::uuid[]) ORDER BY id FOR UPDATE) AS moved WHERE s.id = moved.id`;
  await db.$executeRaw`
    UPDATE applications SET team_id = ${to}::uuid, version = version + 1 WHERE id = ANY (${idsOf(applications)}::uuid[])`;
  // Moved by taking and giving: no role may rewrite a prefix.
  await db.$executeRaw`DELETE FROM team_prefixes WHERE team_id = ${from}::uuid AND prefix = ANY (${prefixes}::text[])`;
  await db.$executeRaw`
    INSERT INTO team_prefixes (prefix, team_id) SELECT prefix, ${to}::uuid FROM unnest(${prefixes}::text[]) AS prefix`;
  await db.$executeRaw`
    UPDATE grants g SET team_id = ${to}::uuid, version = version + 1
    FROM (SELECT id FROM grants WHERE team_id = ${from}::uuid AND state <> 'ended' AND (
        (cluster_slug = ${cluster} AND pattern_type = 'LITERAL' AND resource_name = ANY (${namesOf(topics)}::text[]))
        OR (pattern_type = 'PREFIXED' AND EXISTS (SELECT FROM unnest(${prefixes}::text[]) AS prefix WHERE starts_with(resource_name, prefix))))
      ORDER BY id FOR NO KEY UPDATE) AS given WHERE g.id = given.id`;
}

/**
 * Undecided requests about what was handed over, other than the one that did it, locked in order: they were asked of, or in the name of, a team
 * that has it no more.
 */
export async function lockRequestsAbout(
  db: Connection,
  { cluster, from, owned }: Handover,
  exceptRequest: number,
): Promise<Dependent[]> {
  const { topics, subjects, applications, prefixes } = owned;
  const rows = await db.$queryRaw<(Omit<Dependent, "id"> & { id: bigint })[]>`
    SELECT r.id, r.kind, r.object_name AS name, r.cluster_slug AS cluster, jsonb_build_object('id', r.requester_id) AS requester,
      jsonb_build_object('id', r.team_id) AS team, jsonb_build_object('id', r.asking_team_id) AS "askingTeam"
    FROM requests r WHERE r.state = 'submitted' AND r.id <> ${exceptRequest} AND r.kind NOT IN ('topic.import', 'ownership.transfer') AND (
      r.application_id = ANY (${idsOf(applications)}::uuid[])
      OR (r.team_id = ${from}::uuid AND (
        (r.cluster_slug = ${cluster} AND (
          (r.object_name = ANY (${namesOf(topics)}::text[]) AND (starts_with(r.kind, 'topic.') OR r.kind = 'access.create'))
          OR (r.object_name = ANY (${namesOf(subjects)}::text[]) AND (starts_with(r.kind, 'subject.') OR r.kind = 'schema.register'))
          OR (r.kind = 'access.renew' AND EXISTS (SELECT FROM grants g
            WHERE g.id = r.grant_id AND g.pattern_type = 'LITERAL' AND g.resource_name = ANY (${namesOf(topics)}::text[])))
          OR (r.kind = 'schema.register' AND r.patch #>> '{place,topic}' = ANY (${namesOf(topics)}::text[]))
          OR (r.kind = 'acl.remove' AND EXISTS (SELECT FROM jsonb_array_elements(r.patch -> 'bindings') AS binding
            WHERE binding ->> 'resourceName' = ANY (${namesOf(topics)}::text[])))))
        OR (r.kind IN ('topic.create', 'access.create', 'access.renew', 'schema.register')
          AND EXISTS (SELECT FROM unnest(${prefixes}::text[]) AS prefix WHERE starts_with(r.object_name, prefix))))))
    ORDER BY r.id FOR UPDATE`;
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

function idsOf(things: readonly { id: string }[]): string[] {
  return things.map(({ id }) => id);
}

function namesOf(things: readonly { name: string }[]): string[] {
  return things.map(({ name }) => name);
}
