import type { PrincipalView } from "#lib/contract/applications";
import type { Allowed } from "#lib/contract/common";
import type { Connection } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import { type ClientQuota, QUOTA_KEYS } from "#lib/domain/client-quota";
import type { Tier } from "#lib/domain/cluster";
import type { Permission } from "#lib/domain/permission";
import { type PrincipalKind, principalOf } from "#lib/domain/principal-name";
import { decide } from "#lib/policy/decide";
import { allowedTo } from "../read/allowed.ts";
import { readBindings } from "./principal-bindings.ts";
import { principalSubject } from "./principal-subject.ts";

type Row = {
  id: string;
  cluster: string;
  clusterName: string;
  tier: Tier;
  name: string;
  kind: PrincipalKind;
  state: PrincipalView["state"];
  reason: string | null;
  message: string;
  stateSince: Date;
  verifiedAt: Date | null;
  sealedAt: Date | null;
  confirmedCredential: number;
  confirmedAt: Date | null;
  quota: ClientQuota;
  observedQuota: ClientQuota | null;
  endsAt: Date | null;
  endedAt: Date | null;
  endReason: string | null;
};

/** As many principals of one application as a page can show. */
const MOST = 100;

/** The principals of an application, living ones first, with their ACLs and what this person may do with each. */
export async function readPrincipals(
  db: Connection,
  actor: Actor,
  application: { id: string; team: { id: string } },
): Promise<PrincipalView[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT p.id, p.cluster_slug AS cluster, c.name AS "clusterName", c.tier, p.name, p.kind, s.state, s.reason, s.message,
      s.state_since AS "stateSince", s.verified_at AS "verifiedAt", k.created_at AS "sealedAt",
      s.confirmed_credential AS "confirmedCredential", s.confirmed_at AS "confirmedAt", p.quota, s.observed_quota AS "observedQuota",
      p.ends_at AS "endsAt", p.ended_at AS "endedAt", p.end_reason AS "endReason"
    FROM principals p JOIN clusters c ON c.slug = p.cluster_slug JOIN principal_status s ON s.principal_id = p.id
    LEFT JOIN sealed_credentials k ON k.principal_id = p.id
    WHERE p.application_id = ${application.id}::uuid
    ORDER BY p.ended_at IS NOT NULL, p.cluster_slug, p.id DESC LIMIT ${MOST}`;
  return Promise.all(rows.map((row) => viewOf(db, actor, application, row)));
}

async function viewOf(
  db: Connection,
  actor: Actor,
  { id: applicationId, team }: { id: string; team: { id: string } },
  row: Row,
): Promise<PrincipalView> {
  const { sealedAt, confirmedCredential, confirmedAt, observedQuota, ...rest } = row;
  const { id, cluster, name, endedAt } = row;
  const about = { id, applicationId, cluster, principal: principalOf(name), ended: endedAt !== null };
  const bindings = await readBindings(db, about);
  const isMissing = bindings.some(({ state }) => state === "missing") || quotaDiffers(row.quota, observedQuota);
  return {
    ...rest,
    stateSince: row.stateSince.toISOString(),
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    credential: credentialOf(row),
    credentialAt: (sealedAt ?? confirmedAt)?.toISOString() ?? null,
    endsAt: row.endsAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    bindings,
    may: whatThisPersonMay(actor, row, team.id, isMissing),
  };
}

function credentialOf({ kind, sealedAt, confirmedCredential }: Row): PrincipalView["credential"] {
  if (kind === "external") return "external";
  if (sealedAt !== null) return "sealed";
  return confirmedCredential > 0 ? "confirmed" : "none";
}

function quotaDiffers(desired: ClientQuota, observed: ClientQuota | null): boolean {
  return observed !== null && QUOTA_KEYS.some((key) => desired[key] !== observed[key]);
}

function whatThisPersonMay(actor: Actor, row: Row, teamId: string, isMissing: boolean): PrincipalView["may"] {
  const { id, name, kind, state, endedAt } = row;
  const subject = principalSubject(id, teamId);
  const may = (permission: Permission, impossible: string | null): Allowed =>
    impossible === null ? allowedTo(decide(actor, permission, subject)) : { allowed: false, needed: impossible };
  const ended = endedAt === null ? null : `${name} has ended.`;
  const notOurs = kind === "external" ? "Its credential exists elsewhere; Headgate makes none." : null;
  return {
    issueCredential: may("principal.issue-credential", ended ?? notOurs),
    end: may("principal.end", ended),
    retry: may("principal.retry", state === "blocked" ? null : "It is not blocked."),
    revert: may("principal.resolve-drift", ended ?? (isMissing ? null : "Nothing of it is missing on the cluster.")),
  };
}
