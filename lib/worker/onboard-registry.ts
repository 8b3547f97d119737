import { appendAudit } from "#lib/db/append-audit";
import {
  findRegistryRecord,
  saveRegistryCondition,
  saveRegistryDescription,
} from "#lib/db/worker-stores/registry-status";
import { DEFAULT_COMPATIBILITY } from "#lib/domain/compatibility";
import { RegistryCallFailed, type RegistryDescription } from "#lib/registry/subject-registry";
import { ClusterNotServed } from "./cluster-identity.ts";
import { workerActor } from "./cluster-session.ts";
import { fenced } from "./fenced.ts";
import { type RegistrySession, writeToRegistry } from "./registry-session.ts";

/**
 * The first words with a registry, after a start and after each time it was away: what it can do, and, where nobody has ever said what compatibility
 * counts for all, the platform's default. A level that somebody chose stays.
 * @throws ClusterNotServed, RegistryCallFailed, LeaseLost
 */
export async function onboardRegistry(session: RegistrySession): Promise<void> {
  const { db, slug, registry } = session;
  const record = await findRegistryRecord(db, slug);
  if (!record || record.detached) throw new ClusterNotServed(slug);

  const description = await registry.describe();
  const isUnset = await isLevelUnset(session, description, record.onboarded);
  if (isUnset) await setDefault(session, record.clusterName, description);
  const globalCompatibility = isUnset ? DEFAULT_COMPATIBILITY : description.globalCompatibility;
  await saveRegistryDescription(db, slug, { ...description, globalCompatibility });
  await saveRegistryCondition(db, slug, { condition: "reachable", message: "" });
}

/** NONE may be somebody's choice, or what a registry says where nobody chose: it is the latter for certain only before the first subject. */
async function isLevelUnset(
  { registry }: RegistrySession,
  { globalCompatibility }: RegistryDescription,
  onboarded: boolean,
): Promise<boolean> {
  if (globalCompatibility === null) return true;
  if (globalCompatibility !== "NONE" || onboarded) return false;
  return (await registry.listSubjects({ deleted: true })).length === 0;
}

async function setDefault(session: RegistrySession, name: string, before: RegistryDescription): Promise<void> {
  const answer = await writeToRegistry(session, session.slug, (registry) =>
    registry.setGlobalLevel(DEFAULT_COMPATIBILITY),
  );
  if (!answer.ok) throw new RegistryCallFailed(answer.error);
  await fenced(session, (tx) =>
    appendAudit(tx, [
      {
        action: "registry.onboarded",
        actor: workerActor(session),
        object: { kind: "cluster", id: session.slug, name },
        before: { globalCompatibility: before.globalCompatibility },
        after: { globalCompatibility: DEFAULT_COMPATIBILITY },
      },
    ]),
  );
}
