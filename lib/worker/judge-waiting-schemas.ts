import { findUnjudgedSchemas, saveVerdict, type UnjudgedSchema } from "#lib/db/worker-stores/compatibility-verdicts";
import { RegistryCallFailed } from "#lib/registry/subject-registry";
import { judgeSchema } from "./judge-schema.ts";
import type { ProbeSession } from "./probe-session.ts";
import { isRegistryAway } from "./registry-away.ts";

const SCHEMAS_PER_LOOK = 20;

/**
 * Gets a verdict for each undecided request that has none as its subject stands: one that was submitted while the registry was away is judged when
 * it is back.
 * @param passedOver hashes of schemas that the registry fails on; those of this look are added. They hold back no other.
 * @returns how many were looked at
 * @throws RegistryCallFailed when the registry is away
 */
export async function judgeWaitingSchemas(
  session: ProbeSession,
  registry: NonNullable<ProbeSession["registry"]>,
  passedOver: Set<string>,
): Promise<number> {
  const unjudged = await findUnjudgedSchemas(session.db, session.slug, [...passedOver], SCHEMAS_PER_LOOK);
  for (const one of unjudged) {
    try {
      const answer = await judgeSchema(session, registry, one);
      if (!answer.ok) await noteRefusal(session, registry, one, answer.error.message);
    } catch (error) {
      if (!(error instanceof RegistryCallFailed) || (await isRegistryAway(registry, error))) throw error;
      session.log.warn(
        { subject: one.subject, told: error.error.message },
        "the registry fails on a schema that waits",
      );
      passedOver.add(one.hash);
    }
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
