import { randomUUID } from "node:crypto";
import type { Database } from "#lib/db/database";
import type { Actor, TeamRole } from "#lib/domain/actor";
import type { Failure, Result } from "#lib/domain/result";
import { approveRequest } from "../commands/approve-request.ts";
import { requestAccess } from "../commands/request-access.ts";
import { runCommand } from "../run-command.ts";
import { createTestPeople, type TestPeople } from "../test-people.ts";

/** Beside the people of team orders, who give: a team that asks, with an application that can log in, and one whose application cannot. */
export type TestAccess = TestPeople & {
  analyst: Actor;
  analyticsOwner: Actor;
  analyticsTeamId: string;
  applicationId: string;
};

/** Writes the rows as the owner of the schema: topics of orders, the team analytics with `dashboards`, and the foreign `rival` of team payments. */
export async function createTestAccess(db: Database): Promise<TestAccess> {
  const people = await createTestPeople(db);
  await db.cluster.update({ where: { slug: "local" }, data: { reservedPrincipals: ["headgate"] } });
  const analytics = await db.team.create({ data: { slug: "analytics", name: "Analytics" } });
  const payments = await db.team.create({ data: { slug: "payments", name: "Payments" } });
  await db.teamPrefix.create({ data: { prefix: "payments.", teamId: payments.id } });

  const person = async (name: string, role: TeamRole): Promise<Actor> => {
    const user = await db.user.create({ data: { name } });
    await db.membership.create({ data: { teamId: analytics.id, userId: user.id, role } });
    const memberships = [{ teamId: analytics.id, teamSlug: analytics.slug, role }];
    const { platformRole, disabled, tokenPermissions } = people.stranger;
    return { kind: "user", userId: user.id, name, platformRole, disabled, tokenPermissions, memberships };
  };
  const applicationId = await createApplication(db, { slug: "dashboards", teamId: analytics.id, principal: true });
  await createApplication(db, { slug: "rival", teamId: payments.id, principal: true });
  await createApplication(db, { slug: "no-login", teamId: analytics.id, principal: false });
  await createApplication(db, { slug: "orders-own", teamId: people.teamId, principal: true });
  for (const name of ["orders.placed.v1", "orders.paid.v1", "orders.sent.v1"])
    await createTopic(db, name, people.teamId);
  await createTopic(db, "orders.secret.v1", people.teamId, "confidential");
  await createTopic(db, "payments.made.v1", payments.id);
  return {
    ...people,
    analyst: await person("Analyst", "member"),
    analyticsOwner: await person("Analytics owner", "owner"),
    analyticsTeamId: analytics.id,
    applicationId,
  };
}

/** An application, which can log in as `team.slug` where `principal` is true. Answers its id. */
export async function createApplication(
  db: Database,
  { slug, teamId, principal }: { slug: string; teamId: string; principal: boolean },
): Promise<string> {
  const application = await db.application.create({ data: { slug, name: slug, teamId } });
  const data = { applicationId: application.id, clusterSlug: "local", name: `team.${slug}`, kind: "scram" };
  if (principal) await db.principal.create({ data });
  return application.id;
}

/** A managed topic on `local`. */
export async function createTopic(
  db: Database,
  name: string,
  teamId: string,
  classification = "internal",
): Promise<void> {
  const spec = { partitions: 1, replicationFactor: 1, config: {} };
  await db.topic.create({ data: { clusterSlug: "local", name, teamId, classification, ...spec } });
}

/** So many days from now, ISO 8601. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}

/** To consume a topic with a group of one's own; `more` replaces fields of the item. */
export function consume(topic: string, more: object = {}) {
  return { operation: "consume", topic, consumerGroup: { name: `dashboards.${randomUUID()}` }, ...more };
}

/** Input of a request for access of `dashboards` to these items. */
export function accessInput(items: object[], more: object = {}) {
  const frame = { application: "dashboards", cluster: "local", expiresAt: inDays(30), reason: "The weekly report." };
  return { ...frame, items, ...more };
}

/** A request for access that is stored; throws with the refusal where it is not. */
export async function askedFor(db: Database, actor: Actor, items: object[], more: object = {}) {
  const { requests } = succeeded(await runCommand(db, requestAccess, actor, accessInput(items, more)));
  return requests.map(({ id, fingerprint, ...rest }) => ({ ...rest, id, fingerprint }));
}

/** Access that was asked for and approved by an owner of orders; answers the grant's id. */
export async function granted(db: Database, people: TestAccess, item: object, more: object = {}): Promise<string> {
  const [request] = await askedFor(db, people.analyst, [item], more);
  const input = { requestId: request?.id, fingerprint: request?.fingerprint };
  succeeded(await runCommand(db, approveRequest, people.owner, input));
  const row = await db.request.findUniqueOrThrow({ where: { id: request?.id ?? 0 } });
  if (row.grantId === null) throw new Error("an approved request for access has no grant");
  return row.grantId;
}

/** The value of a success; throws with the refusal. */
export function succeeded<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.detail}`);
  return result.value;
}

/** The refusal of a failure; throws where there is none. */
export function refused(result: Result<unknown>): Failure {
  if (result.ok) throw new Error(`was not refused: ${JSON.stringify(result.value).slice(0, 300)}`);
  return result.failure;
}
