import { findUnjudgedSchemas, saveVerdict, type UnjudgedSchema } from "#lib/db/worker-stores/compatibility-verdicts";
import { judgeSchema } from "./judge-schema.ts";
import type { ProbeSession } from "./probe-session.ts";

const SCHEMAS_PER_LOOK = 20;

/**
 * Gets a verdict for each undecided request that has none as its subject stands: one that was submitted while the registry was away is judged when
 * it is back.
 * @returns how many were judged
 * @throws RegistryCallFailed
 */
export async function judgeWaitingSchemas(
  session: ProbeSession,
  registry: NonNullable<ProbeSession["registry"]>,
): Promise<number> {
  const unjudged = await findUnjudgedSchemas(session.db, session.slug, SCHEMAS_PER_LOOK);
  for (const one of unjudged) {
    const answer = await judgeSchema(session, registry, one);
    if (!answer.ok) await noteRefusal(session, registry, one, answer.error.message);
  }
  return unjudged.length;
}

/** What the registry does not take for a schema it will not register either: that is its verdict. */
async function noteRefusal(
  { db, slug }: ProbeSession,
  registry: NonNullable<ProbeSession["registry"]>,
  { subject, hash }: UnjudgedSchema,
  message: string,
): Promise<void> {
  const [{ level }, versions] = await Promise.all([registry.readLevel(subject), registry.listVersions(subject)]);
  const baseVersion = versions.findLast(({ deleted }) => !deleted)?.version ?? 0;
  await saveVerdict(db, slug, { subject, hash, level, baseVersion, compatible: false, messages: [message] });
}
