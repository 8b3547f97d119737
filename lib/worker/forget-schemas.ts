import type { SeenSubject } from "#lib/db/worker-stores/subject-observations";
import { removeUnusedSchemas } from "#lib/db/worker-stores/unused-schemas";
import { chunks } from "./creation-batches.ts";
import { fenced } from "./fenced.ts";
import type { RegistrySession } from "./registry-session.ts";

/** Texts that go at once: in milliseconds, so that nobody waits for them. */
const SCHEMAS_AT_ONCE = 1_000;

/**
 * Removes stored texts that no version has, after a sweep: whoever reads a text comes from a version.
 * @param stored ids of the texts that are there
 * @param subjects as this sweep and the one before saw them; so a text goes when both agree
 * @throws LeaseLost
 */
export async function forgetSchemas(
  session: RegistrySession,
  stored: ReadonlySet<number>,
  subjects: readonly (SeenSubject | null)[],
): Promise<void> {
  const unused = new Set(stored);
  for (const subject of subjects) for (const { schemaId } of subject?.versions ?? []) unused.delete(schemaId);
  for (const some of chunks([...unused], SCHEMAS_AT_ONCE)) {
    if (session.signal.aborted) return;
    await fenced(session, (tx) => removeUnusedSchemas(tx, session.slug, some));
  }
}
