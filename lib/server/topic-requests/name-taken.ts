import type { Connection } from "#lib/db/database";
import { findNameHolder, type NameHolder } from "#lib/db/stores/topics";
import { type FieldError, fail } from "#lib/domain/result";

/**
 * Says why a name cannot be asked for: an open request, a topic or something unmanaged holds it, or one that Kafka's metrics cannot tell
 * from it. Null when it is free. Requests of other teams are not named, only that there is one.
 */
export async function nameConflict(
  db: Connection,
  cluster: string,
  name: string,
  exceptRequest: number | null,
): Promise<FieldError | null> {
  const holder = await findNameHolder(db, cluster, name, exceptRequest);
  return holder && { path: "name", message: inWords(holder, cluster, name) };
}

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
