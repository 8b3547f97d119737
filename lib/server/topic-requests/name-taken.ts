import type { Connection } from "#lib/db/database";
import type { LockedTeam } from "#lib/db/stores/teams";
import { findNameHolder, type NameHolder } from "#lib/db/stores/topics";
import { type FieldError, fail } from "#lib/domain/result";
import { prefixRight } from "#lib/policy/prefix-right";

/**
 * Says why a name cannot be asked for: an open request, a topic or something unmanaged holds it, or one that Kafka's metrics cannot tell
 * from it. Null when it is free. A request of another team is not for `team` to see: under a prefix of its own the team learns that the
 * name is asked for and no more; elsewhere it learns nothing, and is refused for the prefix in any case.
 */
export async function nameConflict(
  db: Connection,
  { cluster, team, name, requestId }: NameAsked,
): Promise<FieldError | null> {
  const holder = await findNameHolder(db, cluster, name, requestId);
  if (holder?.holder !== "request" || holder.teamId === team.id)
    return holder && { path: "name", message: inWords(holder, cluster, name) };

  if (prefixRight(team, name).length > 0) return null;
  return { path: "name", message: inWords({ ...holder, name }, cluster, name) };
}

/** A name as it is asked for; `requestId` is the request that is judged again, whose own reservation does not count. */
export type NameAsked = { cluster: string; team: LockedTeam; name: string; requestId: number | null };

/** The same as a failure. */
export function nameTaken(problem: FieldError) {
  return fail("conflict", problem.message, { errors: [problem] });
}

function inWords(holder: NameHolder, cluster: string, name: string): string {
  const what = {
    topic: `is a topic on ${cluster} already`,
    request: `is asked for on ${cluster} already, by a request that is still open`,
    unmanaged: `exists on ${cluster} already, where Headgate does not manage it`,
  }[holder.holder];
  if (holder.name === name) return `${name} ${what}.`;
  return `${name} collides with ${holder.name}, which ${what}: Kafka's metrics do not tell '.' from '_'.`;
}
