import type { Database } from "#lib/db/database";
import { insertNotices } from "#lib/db/insert-notices";
import { findGrantsToRemindOf, type GrantToRemindOf } from "#lib/db/worker-stores/grant-reminders";
import { toBothSides } from "#lib/domain/both-sides";
import type { Notice } from "#lib/domain/notice";

const GRANTS_PER_STATEMENT = 500;

/**
 * Tells the owners of both sides of grants that will end, once per grant, reminder and end. Two workers may do it at once: a notice with the same
 * key is written once.
 * @returns how many reminders
 */
export async function remindOfGrants(db: Database): Promise<number> {
  const grants = await findGrantsToRemindOf(db, GRANTS_PER_STATEMENT);
  await insertNotices(db, grants.flatMap(noticesGrantExpiring));
  return grants.length < GRANTS_PER_STATEMENT ? grants.length : grants.length + (await remindOfGrants(db));
}

/** One for the side that has the access and, where that is another team, one for the side that gives: each is led to where it can look. */
function noticesGrantExpiring(grant: GrantToRemindOf): Notice[] {
  const { application, operation, cluster, resource, prefixed, days, expiresAt } = grant;
  const what = `${prefixed ? "topics that begin with " : ""}${resource} on ${cluster}`;
  const until = `${expiresAt.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const notice = {
    kind: "grant-expiring" as const,
    subject: `Access of ${application.name} to ${resource} ends ${until}`,
    body: `${application.name} may ${operation} ${what} until ${until}. Then its ACLs are removed, unless the access is renewed before.`,
  };
  const data = {
    ...{ grantId: grant.id, application: application.slug, cluster, resource, operation, days },
    expiresAt: expiresAt.toISOString(),
  };
  return toBothSides({ ...notice, dedupeKey: grant.dedupeKey, data }, grant);
}
