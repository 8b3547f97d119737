import type { AccessRequestDetail } from "#lib/contract/access";
import { type Connection, sql } from "#lib/db/database";
import { findAccessGiver } from "#lib/db/stores/access-givers";
import { grantsOn, grantTerms } from "#lib/db/stores/grants";
import type { Actor } from "#lib/domain/actor";
import type { Agreement, GrantTerms } from "#lib/domain/grant";
import type { Plan } from "#lib/domain/plan";
import type { AccessPatch, RenewPatch } from "#lib/domain/request-kind";
import { applicationsGivenBy, applicationsVisibleTo, teamsOf } from "../read/visible-to.ts";

/** As many neighbours as a person weighs. */
const MOST = 100;

type Row = {
  kind: "access.create" | "access.renew";
  cluster: string;
  teamId: string;
  reason: string;
  plan: Plan;
  patch: AccessPatch | RenewPatch;
  application: AccessRequestDetail["application"];
  /** Of the grant that is renewed, or that a request became; null before. */
  grant: { id: string; terms: GrantTerms; agreement: Agreement; purpose: string } | null;
};

/**
 * What an owner needs to decide about access: the data's class, what else the application reaches, and who else uses the same. The last is for the
 * giving side and the platform; to anybody else it is null.
 */
export async function accessParticulars(
  db: Connection,
  actor: Actor,
  requestId: number,
): Promise<AccessRequestDetail | null> {
  const row = await readRow(db, actor, requestId);
  if (!row) return null;

  const terms = "terms" in row.patch ? row.patch.terms : (row.grant?.terms ?? null);
  const pattern = terms && { name: terms.resourceName, patternType: terms.patternType };
  const giver = pattern && (await findAccessGiver(db, row.cluster, pattern));
  const [end] = row.plan.changes.filter(({ field }) => field === "expiresAt");
  const giving = actor.platformRole !== "none" || teamsOf(actor).includes(row.teamId);
  return {
    application: row.application,
    terms,
    purpose: row.kind === "access.renew" ? (row.grant?.purpose ?? "") : row.reason,
    agreement: "agreement" in row.patch ? row.patch.agreement : (row.grant?.agreement ?? {}),
    expiresAt: row.patch.expiresAt,
    currentExpiresAt: typeof end?.from === "string" ? end.from : null,
    classification: giver?.classification ?? null,
    reach: await reachOf(db, row),
    others: giving && pattern ? await othersOn(db, row, pattern) : null,
  };
}

async function readRow(db: Connection, actor: Actor, requestId: number): Promise<Row | undefined> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT r.kind, r.cluster_slug AS cluster, r.team_id AS "teamId", r.reason, r.plan, r.patch,
      jsonb_build_object('id', a.id, 'slug', a.slug, 'name', a.name,
        'team', jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name),
        'visible', ${applicationsVisibleTo(actor)} OR ${applicationsGivenBy(actor)}) AS application,
      CASE WHEN g.id IS NULL THEN NULL ELSE jsonb_build_object('id', g.id, 'terms', ${grantTerms}, 'agreement', g.agreement,
        'purpose', g.purpose) END AS grant
    FROM requests r JOIN applications a ON a.id = r.application_id JOIN teams t ON t.id = a.team_id LEFT JOIN grants g ON g.id = r.grant_id
    WHERE r.id = ${requestId} AND r.kind IN ('access.create', 'access.renew')`;
  return row;
}

function reachOf(db: Connection, { application, grant }: Row): Promise<AccessRequestDetail["reach"]> {
  return db.$queryRaw`
    SELECT g.operation, g.resource_name || CASE g.pattern_type WHEN 'PREFIXED' THEN ' (PREFIXED)' ELSE '' END AS resource,
      g.cluster_slug AS cluster, t.name AS owner, ${iso} AS "expiresAt"
    FROM grants g JOIN teams t ON t.id = g.team_id
    WHERE g.application_id = ${application.id}::uuid AND g.state <> 'ended' AND g.id IS DISTINCT FROM ${grant?.id ?? null}::uuid
    ORDER BY g.cluster_slug, g.resource_name, g.id LIMIT ${MOST}`;
}

function othersOn(
  db: Connection,
  { cluster, application }: Row,
  pattern: { name: string; patternType: GrantTerms["patternType"] },
): Promise<NonNullable<AccessRequestDetail["others"]>> {
  return db.$queryRaw`
    SELECT a.slug AS application, t.name AS team, g.operation, ${iso} AS "expiresAt"
    FROM grants g JOIN applications a ON a.id = g.application_id JOIN teams t ON t.id = a.team_id
    WHERE g.state <> 'ended' AND a.id <> ${application.id}::uuid AND ${grantsOn(cluster, pattern)}
    ORDER BY a.slug, g.operation, g.id LIMIT ${MOST}`;
}

const iso = sql`to_char(g.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
