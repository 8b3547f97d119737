import type { Connection } from "#lib/db/database";
import { lockAccessClaims } from "#lib/db/stores/access-claims";
import { findAccessGiver } from "#lib/db/stores/access-givers";
import { type Application, findApplicationById } from "#lib/db/stores/applications";
import { databaseNow } from "#lib/db/stores/clock";
import { findCluster } from "#lib/db/stores/clusters";
import { insertGrant } from "#lib/db/stores/grants";
import { livePrincipals } from "#lib/db/stores/principals";
import { moveRequest, type RequestRecord } from "#lib/db/stores/requests";
import { fail } from "#lib/domain/result";
import { unknownCluster } from "../requests/refusals.ts";
import type { JudgedAgain, KindOfRequest, Narrowing } from "../requests/request-kind.ts";
import { accessConflict } from "./access-conflict.ts";
import { noPrincipal } from "./admit-access.ts";
import { judgeAccess } from "./judge-access.ts";
import { narrowedExpiry } from "./narrowed-expiry.ts";

type Asked = RequestRecord<"access.create">;

/** Access that an application does not have yet. */
export const accessCreation: KindOfRequest<"access.create"> = {
  judgeAgain,
  carryOut: async (db, { id: requestId, applicationId, cluster, team, reason: purpose }, { patch }) => {
    if (applicationId === null) throw new Error(`request ${requestId} is for access of no application`);
    const grant = { cluster, applicationId, teamId: team.id, purpose, requestId, ...patch };
    await moveRequest(db, requestId, { state: "approved", grantId: await insertGrant(db, grant) });
  },
  // What it claims, it claims by being open.
  release: async () => undefined,
};

async function judgeAgain(db: Connection, request: Asked, narrowing: Narrowing): Promise<JudgedAgain<"access.create">> {
  const { cluster: slug, patch, team } = request;
  const { terms } = patch;
  await lockAccessClaims(db, slug);
  const [cluster, application] = [await findCluster(db, slug), await applicationOf(db, request)];
  if (!cluster) return unknownCluster(slug);

  const narrowed = narrowedExpiry(patch.expiresAt, narrowing, await databaseNow(db));
  if (!narrowed.ok) return narrowed;
  const giver = await findAccessGiver(db, slug, { name: terms.resourceName, patternType: terms.patternType });
  if (giver?.team.id !== team.id) {
    return { ok: false, stale: { path: "topic", message: `${terms.resourceName} is not ${team.name}'s any more.` } };
  }
  const taken = await accessConflict(db, { cluster: slug, application, terms, exceptRequest: request.id });
  if (taken) return { ok: false, stale: taken };

  const principals = (await livePrincipals(db, application.id, slug)).map(({ name }) => name);
  if (principals.length === 0) return fail("conflict", noPrincipal(application, cluster).message);
  const narrowedPatch = { ...patch, expiresAt: narrowed.value };
  return { ok: true, value: await judgeAccess(db, { cluster, application, giver, principals, patch: narrowedPatch }) };
}

async function applicationOf(db: Connection, { id, applicationId }: Asked): Promise<Application> {
  const application = applicationId === null ? null : await findApplicationById(db, applicationId);
  if (!application) throw new Error(`the application of request ${id} is gone`);
  return application;
}
