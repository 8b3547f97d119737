import { saveVerdict } from "#lib/db/worker-stores/compatibility-verdicts";
import type { SchemaDefinition } from "#lib/domain/schema";
import type { CompatibilityVerdict, RegistryAnswer } from "#lib/registry/subject-registry";
import type { ProbeSession } from "./probe-session.ts";

export type SchemaVerdict = CompatibilityVerdict & { baseVersion: number };

/**
 * Asks the registry about a schema for a subject as it stands, and stores what it says.
 * @returns a refusal when the registry does not take the schema for one
 * @throws RegistryCallFailed
 */
export async function judgeSchema(
  { db, slug }: Pick<ProbeSession, "db" | "slug">,
  registry: NonNullable<ProbeSession["registry"]>,
  { subject, hash, definition }: { subject: string; hash: string; definition: SchemaDefinition },
): Promise<RegistryAnswer<SchemaVerdict>> {
  const [answer, versions] = await Promise.all([
    registry.checkCompatibility(subject, definition),
    registry.listVersions(subject),
  ]);
  if (!answer.ok) return answer;
  const baseVersion = versions.findLast(({ deleted }) => !deleted)?.version ?? 0;
  const verdict = { ...answer.value, baseVersion };
  await saveVerdict(db, slug, { subject, hash, ...verdict });
  return { ok: true, value: verdict };
}
