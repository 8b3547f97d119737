import { type ApplicationView, GetApplication } from "#lib/contract/applications";
import { type Database, sql } from "#lib/db/database";
import { findApplication } from "#lib/db/stores/applications";
import { declaredClusters } from "#lib/db/stores/clusters";
import type { Actor } from "#lib/domain/actor";
import type { Permission } from "#lib/domain/permission";
import type { RequestState } from "#lib/domain/request";
import type { RequestKind } from "#lib/domain/request-kind";
import { fail, ok } from "#lib/domain/result";
import { decide, type Subject } from "#lib/policy/decide";
import { applicationSubject } from "../applications/application-subject.ts";
import { clientSettings } from "../applications/client-settings.ts";
import { defineQuery } from "../define-query.ts";
import { readPrincipals } from "../principals/principal-views.ts";
import { allowedTo } from "../read/allowed.ts";
import { readGrantViews } from "../read/grant-views.ts";
import { requestsVisibleTo } from "../read/visible-to.ts";

/** As many grants as a page can show. */
const MOST_GRANTS = 500;

/** One application: its principals with their ACLs, its grants, how clients reach the clusters, and what this person may do. */
export const getApplication = defineQuery({
  name: "get-application",
  permission: "application.read",
  input: GetApplication,
  async handle({ actor, db }, { application: slug }) {
    const application = await findApplication(db, slug);
    const subject = application && applicationSubject(application);
    if (!application || !subject || !decide(actor, "application.read", subject).allowed)
      return fail("not_found", "There is no such thing, or you may not see it.");

    const { id } = application;
    const recent = sql`g.application_id = ${id}::uuid AND (g.state <> 'ended' OR g.ended_at > now() - interval '90 days')`;
    const [principals, grants, clusters, openRequests, createdAt] = await Promise.all([
      readPrincipals(db, actor, application),
      readGrantViews(db, actor, recent, MOST_GRANTS),
      declaredClusters(db),
      openRequestsOf(db, actor, id),
      createdAtOf(db, id),
    ]);
    return ok<ApplicationView>({
      ...application,
      ...{ createdAt, principals, grants, openRequests },
      clients: clientSettings(principals, grants, clusters),
      clusters: clusters.map((cluster) => ({ slug: cluster.slug, name: cluster.name, tier: cluster.tier })),
      may: whatThisPersonMay(actor, subject),
    });
  },
});

async function createdAtOf(db: Database, id: string): Promise<string> {
  const { createdAt } = await db.application.findUniqueOrThrow({ where: { id }, select: { createdAt: true } });
  return createdAt.toISOString();
}

async function openRequestsOf(db: Database, actor: Actor, id: string): Promise<ApplicationView["openRequests"]> {
  const rows = await db.$queryRaw<{ id: bigint; kind: RequestKind; state: RequestState; name: string }[]>`
    SELECT r.id, r.kind, r.state, r.object_name AS name FROM requests r
    WHERE r.application_id = ${id}::uuid AND r.state IN ('submitted', 'approved') AND ${requestsVisibleTo(actor)}
    ORDER BY r.id DESC LIMIT 100`;
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

function whatThisPersonMay(actor: Actor, subject: Subject): ApplicationView["may"] {
  const may = (permission: Permission) => allowedTo(decide(actor, permission, subject));
  return {
    update: may("application.update"),
    delete: may("application.delete"),
    requestPrincipal: may("principal.request"),
    requestAccess: may("access.request"),
  };
}
