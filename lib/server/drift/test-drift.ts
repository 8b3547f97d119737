import type { Database } from "#lib/db/database";
import { createApplication } from "../access/test-access.ts";
import { avro, manageSubject, observeSubject } from "../subjects/test-subjects.ts";
import { createTestTopic } from "../topic-life/test-topics.ts";

/** When the worker is said to have seen it. */
export const SINCE = "2026-11-20T08:00:00.000Z";

/** A topic whose retention somebody set to an hour on the cluster, as two sweeps agreed. */
export async function createDriftedTopic(db: Database, teamId: string, name: string) {
  const topic = await createTestTopic(db, teamId, name, { live: { config: { "retention.ms": "3600000" } } });
  const drift = [
    { field: "retention.ms", desired: "604800000", applied: "604800000", observed: "3600000", since: SINCE },
  ];
  await db.topicStatus.update({
    where: { topicId: topic.id },
    data: {
      state: "drifted",
      reason: "drift",
      message: "retention.ms is 3600000, desired 604800000",
      drift,
      stateSince: SINCE,
    },
  });
  return topic;
}

type Lost = { missing?: boolean; extra?: boolean; quota?: boolean };

/** An application whose principal `team.<slug>` lost a binding, has one that nobody granted, or another quota than was decided. */
export async function createDriftedPrincipal(
  db: Database,
  teamId: string,
  slug: string,
  { missing = false, extra = false, quota = false }: Lost,
): Promise<string> {
  const applicationId = await createApplication(db, { slug, teamId, principal: true });
  const { id, name } = await db.principal.findFirstOrThrow({ where: { applicationId } });
  const at = { clusterSlug: "local", patternType: "LITERAL", permissionType: "ALLOW", host: "*" };
  const topic = { resourceType: "TOPIC", resourceName: `orders.${slug}.v1` };
  if (missing) {
    await db.principalBinding.create({
      data: { ...at, ...topic, principalId: id, operation: "READ", state: "missing" },
    });
  }
  if (extra) {
    await db.aclObservation.create({
      data: { ...at, ...topic, principal: `User:${name}`, operation: "WRITE", firstSeenAt: SINCE },
    });
  }
  const decided = { producerByteRate: 1_000 };
  if (quota) await db.principal.update({ where: { id }, data: { quota: decided } });
  const seen = quota ? { appliedQuota: decided, observedQuota: { producerByteRate: 9_000 } } : {};
  const state =
    missing || quota
      ? { state: "drifted", reason: "drift", message: "It was changed outside Headgate." }
      : { state: "ready" };
  await db.principalStatus.update({
    where: { principalId: id },
    data: { ...state, ...seen, dueAt: null, stateSince: SINCE },
  });
  return name;
}

/** A subject whose level somebody lowered in the registry. */
export async function createDriftedSubject(db: Database, teamId: string, name: string): Promise<void> {
  const subjectId = await manageSubject(db, name, { teamId, state: "drifted" });
  await observeSubject(db, name, { versions: [{ id: made++, schema: avro("Placed", []) }], compatibility: "NONE" });
  const drift = [{ field: "compatibility", desired: "FULL", applied: "FULL", observed: "NONE" }];
  await db.subjectStatus.update({ where: { subjectId }, data: { drift, stateSince: SINCE, message: "Changed." } });
}
/** The registry's ids of schemas are never used twice. */
let made = 1;
