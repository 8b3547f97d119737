import { type ApplicationSeen, type ApplicationView, GetApplication } from "#lib/contract/applications";
import { type Database, sql } from "#lib/db/database";
import { type Application, findApplication } from "#lib/db/stores/applications";
import { declaredClusters } from "#lib/db/stores/clusters";
import type { Actor } from "#lib/domain/actor";
import type { Permission } from "#lib/domain/permission";
import { fail, ok } from "#lib/domain/result";
import { decide, type Subject } from "#lib/policy/decide";
import { applicationSubject } from "../applications/application-subject.ts";
import { clientSettings } from "../applications/client-settings.ts";
import { givenApplication } from "../applications/given-application.ts";
import { openRequestsOf } from "../applications/open-requests-of.ts";
import { defineQuery } from "../define-query.ts";
import { readPrincipals } from "../principals/principal-views.ts";
import { allowedTo } from "../read/allowed.ts";
import { readGrantViews } from "../read/grant-views.ts";
import { recentGrants } from "../read/visible-to.ts";

/** As many grants as a page can show. */
const MOST_GRANTS = 500;

/**
 * One application: its principals with their ACLs, its grants, how clients reach the clusters, and what this person may do. Somebody whose teams give it access,
 * or are asked to, sees what they give and whom to talk to.
 */
export const getApplication = defineQuery({
  name: "get-application",
  permission: "application.read",
  input: GetApplication,
  async handle({ actor, db }, { application: slug }) {
    const application = await findApplication(db, slug);
    if (!application) return NOT_FOUND;

    const decision = decide(actor, "application.read", applicationSubject(application));
    const seen = decision.allowed
      ? await ownApplication(db, actor, application)
      : await givenApplication(db, actor, application, MOST_GRANTS);
    return seen ? ok<ApplicationSeen>(seen) : NOT_FOUND;
  },
});

const NOT_FOUND = fail("not_found", "There is no such thing, or you may not see it.");

async function ownApplication(db: Database, actor: Actor, application: Application): Promise<ApplicationView> {
  const { id } = application;
  const [principals, grants, clusters, openRequests, createdAt] = await Promise.all([
    readPrincipals(db, actor, application),
    readGrantViews(db, actor, sql`g.application_id = ${id}::uuid AND ${recentGrants}`, MOST_GRANTS),
    declaredClusters(db),
    openRequestsOf(db, actor, id),
    createdAtOf(db, id),
  ]);
  return {
    view: "own",
    ...application,
    ...{ createdAt, principals, grants, openRequests },
    clients: clientSettings(principals, grants, clusters),
    clusters: clusters.map((cluster) => ({ slug: cluster.slug, name: cluster.name, tier: cluster.tier })),
    may: whatThisPersonMay(actor, applicationSubject(application)),
  };
}

async function createdAtOf(db: Database, id: string): Promise<string> {
  const { createdAt } = await db.application.findUniqueOrThrow({ where: { id }, select: { createdAt: true } });
  return createdAt.toISOString();
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
