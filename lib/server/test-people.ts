import type { Database } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";

/** What the integration tests of commands start from: a cluster, a team with a prefix, and people by role. */
export type TestPeople = {
  teamId: string;
  member: Actor;
  owner: Actor;
  secondOwner: Actor;
  stranger: Actor;
  admin: Actor;
};

/** Writes the rows as the owner of the schema; no command is needed to test another. */
export async function createTestPeople(db: Database): Promise<TestPeople> {
  await db.cluster.create({
    data: { slug: "local", name: "Local", tier: "production", listeners: [], definitionHash: "-" },
  });
  await db.clusterStatus.create({ data: { clusterSlug: "local", condition: "reachable", seenAt: new Date() } });
  const team = await db.team.create({ data: { slug: "orders", name: "Orders" } });
  await db.teamPrefix.create({ data: { prefix: "orders.", teamId: team.id } });

  const person = async (
    name: string,
    role?: "member" | "owner",
    platformRole: Actor["platformRole"] = "none",
  ): Promise<Actor> => {
    const user = await db.user.create({ data: { name, platformRole } });
    if (role) await db.membership.create({ data: { teamId: team.id, userId: user.id, role } });
    const memberships = role ? [{ teamId: team.id, teamSlug: team.slug, role }] : [];
    return { kind: "user", userId: user.id, name, platformRole, disabled: false, memberships, tokenPermissions: null };
  };
  return {
    teamId: team.id,
    member: await person("Orders developer", "member"),
    owner: await person("Orders owner", "owner"),
    secondOwner: await person("Second orders owner", "owner"),
    stranger: await person("Payments owner"),
    admin: await person("Platform admin", undefined, "admin"),
  };
}

/** A request that every rule lets pass; `name` makes it one's own. */
export function topicInput(name: string) {
  return {
    kind: "create",
    cluster: "local",
    name,
    team: "orders",
    spec: { partitions: 3, replicationFactor: 1, config: { "retention.ms": "604800000" } },
    metadata: { description: "One event per accepted order." },
    reason: "The billing team asked for it.",
  };
}
