import type { Page } from "#lib/contract/common";
import { type DriftDifference, type DriftRow, ListDrift } from "#lib/contract/drift";
import { type Database, type Sql, sql } from "#lib/db/database";
import { topicDefaultsByCluster } from "#lib/db/stores/clusters";
import type { Actor } from "#lib/domain/actor";
import { ok } from "#lib/domain/result";
import { STOCK_DEFAULTS, type TopicDefaults } from "#lib/domain/topic-defaults";
import { defineQuery } from "../define-query.ts";
import { mayResolve } from "../drift/may-resolve.ts";
import { topicDifference } from "../drift/topic-difference.ts";
import { decodeCursor, pageFrom } from "../read/cursor.ts";
import { type DriftedRecord, readDrifted } from "../read/drift-rows.ts";
import { principalDifferences, readPrincipalDrift } from "../read/principal-drift.ts";
import { requestsVisibleTo, teamsOf } from "../read/visible-to.ts";

/** Fields of one object that a list shows; its own page shows all. */
const FIELDS = 20;

/** What is on a cluster, or in its registry, otherwise than was decided: topics, principals and subjects in one list, by name. */
export const listDrift = defineQuery({
  name: "list-drift",
  permission: "drift.read",
  input: ListDrift,
  async handle({ actor, db }, { cluster, team, mine, kind, cursor, limit }) {
    const place = decodeCursor(cursor, ["string", "string", "string"] as const);
    if (!place.ok) return place;

    const where: Sql[] = [];
    if (cluster) where.push(sql`d.cluster = ${cluster}`);
    if (team) where.push(sql`m.slug = ${team}`);
    if (mine) where.push(sql`d.team_id = ANY (${teamsOf(actor)}::uuid[])`);
    if (place.value) {
      const [name, kindBefore, clusterBefore] = place.value;
      where.push(sql`(d.name COLLATE "C", d.kind, d.cluster) > (${name}, ${kindBefore}, ${clusterBefore})`);
    }
    const records = await readDrifted(db, actor, { kind, where, limit: limit + 1 });
    const shown = await rowsOf(db, actor, records);
    return ok<Page<DriftRow>>(
      pageFrom(
        shown,
        limit,
        (row) => row,
        ({ name, kind: of, cluster: on }) => [name, of, on],
      ),
    );
  },
});

async function rowsOf(db: Database, actor: Actor, records: readonly DriftedRecord[]): Promise<DriftRow[]> {
  const principalIds = records.flatMap(({ kind, id }) => (kind === "principal" ? [id] : []));
  const [principals, defaults, open] = await Promise.all([
    readPrincipalDrift(db, principalIds),
    topicDefaultsByCluster(db),
    openRequestsAbout(
      db,
      actor,
      records.map(({ id }) => id),
    ),
  ]);
  return records.map((record) => {
    const { drift: _, since, ...rest } = record;
    const principal = principals.get(record.id);
    const fields = principal ? principalDifferences(principal) : fieldsOf(record, defaults.get(record.cluster));
    return {
      ...rest,
      since: since.toISOString(),
      fields: fields.slice(0, FIELDS),
      more: Math.max(0, fields.length - FIELDS),
      openRequests: open.get(record.id) ?? [],
      may: mayResolve(actor, record, fields),
    };
  });
}

function fieldsOf({ kind, drift, since }: DriftedRecord, defaults: TopicDefaults = STOCK_DEFAULTS): DriftDifference[] {
  return drift.map((field) => {
    const one = { ...field, since: field.since ?? since.toISOString() };
    if (kind === "topic") return topicDifference(one, defaults);
    return { ...one, revert: subjectRevertKind(one), adoptable: true, binding: null, byDefault: null };
  });
}

/** A level is set; a version that is gone is registered again; one that was registered outside stays until somebody deletes it. */
function subjectRevertKind({ field, desired, observed }: Pick<DriftDifference, "field" | "desired" | "observed">) {
  if (field === "compatibility") return "neutral";
  return desired === "registered" && (observed === "absent" || observed === "deleted") ? "additive" : null;
}

type OpenRequest = DriftRow["openRequests"][number];

async function openRequestsAbout(
  db: Database,
  actor: Actor,
  ids: readonly string[],
): Promise<Map<string, OpenRequest[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db.$queryRaw<{ id: bigint; kind: string; about: string }[]>`
    SELECT r.id, r.kind, coalesce(r.topic_id, r.principal_id, r.subject_id)::text AS about FROM requests r
    WHERE r.state IN ('submitted', 'approved') AND coalesce(r.topic_id, r.principal_id, r.subject_id) = ANY (${[...ids]}::uuid[])
      AND r.kind NOT LIKE '%.create' AND r.kind NOT LIKE 'access.%' AND ${requestsVisibleTo(actor)} ORDER BY r.id LIMIT 1000`;
  const found = rows.map(({ id, kind, about }) => ({ about, request: { id: Number(id), kind } }));
  return new Map(
    [...Map.groupBy(found, ({ about }) => about)].map(([about, many]) => [about, many.map(({ request }) => request)]),
  );
}
