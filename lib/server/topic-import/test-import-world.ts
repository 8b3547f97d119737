import type { Database } from "#lib/db/database";
import type { TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { createApplication } from "../access/test-access.ts";
import { createTestPeople, type TestPeople } from "../test-people.ts";

/** People of team orders, a second admin, and team billing with an application that can log in as `team.billing-app`. */
export type ImportWorld = TestPeople & { secondAdmin: Actor; billingTeamId: string };

/** Writes the rows as the owner of the schema. */
export async function createImportWorld(db: Database): Promise<ImportWorld> {
  const people = await createTestPeople(db);
  const billing = await db.team.create({ data: { slug: "billing", name: "Billing" } });
  await createApplication(db, { slug: "billing-app", teamId: billing.id, principal: true });
  const { id } = await db.user.create({ data: { name: "Second admin", platformRole: "admin" } });
  return { ...people, billingTeamId: billing.id, secondAdmin: { ...people.admin, userId: id, name: "Second admin" } };
}

type Foreign = { partitions?: number; config?: Record<string, string>; internal?: boolean };

/** Topics as the worker would have seen them on `local`; none of them is managed. */
export async function observeTopics(
  { owner }: Pick<TestDatabase, "owner">,
  names: readonly string[],
  { partitions = 1, config = { "retention.ms": "3600000" }, internal = false }: Foreign = {},
): Promise<void> {
  await owner.topicObservation.createMany({
    data: names.map((name) => ({
      clusterSlug: "local",
      name,
      kafkaTopicId: `id-of-${name}`,
      internal,
      partitions,
      replicationFactor: 1,
      config,
    })),
  });
}

/** Lets a principal write what the pattern covers. */
export async function observeAcl(
  { owner }: Pick<TestDatabase, "owner">,
  principal: string,
  resourceName: string,
  more: { patternType?: string; operation?: string } = {},
): Promise<void> {
  const { patternType = "LITERAL", operation = "WRITE" } = more;
  const binding = { principal: `User:${principal}`, resourceType: "TOPIC", resourceName, patternType, operation };
  await owner.aclObservation.create({ data: { clusterSlug: "local", ...binding, permissionType: "ALLOW", host: "*" } });
}
