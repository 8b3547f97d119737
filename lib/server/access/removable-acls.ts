import type { Connection } from "#lib/db/database";
import { giverTeamIds } from "#lib/db/stores/access-givers";
import { type UnmanagedBinding, unmanagedBindings } from "#lib/db/stores/acl-observations";
import { liveGrants } from "#lib/db/stores/grants";
import { type AclBinding, bindingKey } from "#lib/domain/acl-binding";
import { deriveBindings } from "#lib/plan/derive-bindings";

/**
 * Of these bindings, those that are on the cluster, that nobody granted and that no platform principal needs: the only ones that may ever be
 * asked to be removed. In the order in which they were given, each once.
 */
export async function removableAcls(
  db: Connection,
  cluster: string,
  bindings: readonly AclBinding[],
): Promise<UnmanagedBinding[]> {
  const found = await unmanagedBindings(db, cluster, bindings);
  const applications = new Map(
    found.flatMap(({ application, principal }) => (application ? [[principal, application.id]] : [])),
  );
  const needed = new Set<string>();
  for (const [principal, id] of applications) {
    const grants = await liveGrants(db, id, cluster);
    for (const binding of deriveBindings(
      grants.map(({ terms }) => terms),
      principal,
    ))
      needed.add(bindingKey(binding));
  }
  return found.filter((binding) => !needed.has(bindingKey(binding)));
}

/** The teams that own what bindings name: managed topics, and all that begins with a team's prefix. Groups and the rest are nobody's. */
export async function ownersOf(db: Connection, cluster: string, bindings: readonly AclBinding[]): Promise<string[]> {
  const topics = bindings.filter(({ resourceType }) => resourceType === "TOPIC");
  return giverTeamIds(
    db,
    cluster,
    topics.map(({ resourceName: name, patternType }) => ({ name, patternType })),
  );
}
