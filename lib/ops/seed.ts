import { parseEnvironment } from "#lib/config/environment";
import { MigrationEnvironment } from "#lib/config/migration-environment";
import { appendAudit } from "#lib/db/append-audit";
import { type Connection, openDatabase } from "#lib/db/database";
import { seedPolicies as seedPoliciesOf } from "#lib/db/seed-policies";
import { insertApplication } from "#lib/db/stores/applications";
import { completeInstallation } from "#lib/db/stores/installation";
import { setMembership } from "#lib/db/stores/memberships";
import { insertPrefix } from "#lib/db/stores/prefixes";
import { findTeam, insertTeam } from "#lib/db/stores/teams";
import { findAccount, insertUser, LOCAL_ISSUER } from "#lib/db/stores/users";
import type { AuditActor, AuditEvent } from "#lib/domain/audit";
import { hashPassword } from "#lib/server/auth/password";
import { DEFAULT_POLICIES } from "./default-policies.ts";
import { DEMO_APPLICATIONS, DEMO_PASSWORD, DEMO_PEOPLE, DEMO_TEAMS, type DemoPerson } from "./demo-accounts.ts";

const SEED: AuditActor = { kind: "system", id: null, name: "demo data" };

/** `headgate seed policies`: the rules of a new installation, where there are none yet. */
export async function seedPolicies(): Promise<void> {
  const { MIGRATION_DATABASE_URL: url } = parseEnvironment(MigrationEnvironment, process.env);
  const written = await seedPoliciesOf(url, DEFAULT_POLICIES);
  console.log(written > 0 ? `wrote ${written} rules` : "there are rules already; nothing was changed");
}

/** `headgate seed`: teams, applications and people of the demo. What is there already stays as it is, so it can be repeated. */
export async function seed(): Promise<void> {
  const { MIGRATION_DATABASE_URL: url } = parseEnvironment(MigrationEnvironment, process.env);
  await seedPoliciesOf(url, DEFAULT_POLICIES);
  const db = openDatabase(url, 1);
  try {
    const passwordHash = await hashPassword(DEMO_PASSWORD);
    const events = await db.$transaction(async (tx) => {
      const made = await seedDemo(tx, passwordHash);
      await appendAudit(tx, made);
      return made;
    });
    console.log(events.length > 0 ? `wrote demo data (${events.length} changes)` : "the demo data is there already");
  } finally {
    await db.$disconnect();
  }
}

async function seedDemo(tx: Connection, passwordHash: string): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  for (const team of DEMO_TEAMS) events.push(...(await seedTeam(tx, team)));
  for (const application of DEMO_APPLICATIONS) events.push(...(await seedApplication(tx, application)));
  for (const person of DEMO_PEOPLE) events.push(...(await seedPerson(tx, person, passwordHash)));

  if (await isSetupStillPending(tx)) {
    await completeInstallation(tx);
    const object = { kind: "installation", id: "1", name: "Headgate" };
    events.push({ action: "installation.completed", actor: SEED, object });
  }
  return events;
}

async function isSetupStillPending(tx: Connection): Promise<boolean> {
  const { completedAt } = await tx.installation.findUniqueOrThrow({ where: { id: 1 } });
  return completedAt === null;
}

async function seedTeam(tx: Connection, { slug, name }: { slug: string; name: string }): Promise<AuditEvent[]> {
  const team = { slug, name, contactMail: `${slug}@example.test`, contactChat: `#${slug}` };
  const id = await insertTeam(tx, team);
  if (id === null) return [];

  const prefix = `${slug}.`;
  await insertPrefix(tx, id, prefix);
  const record = { actor: SEED, object: { kind: "team", id, name }, teamId: id };
  return [
    { ...record, action: "team.created", after: team },
    { ...record, action: "team.prefix-added", after: { prefix } },
  ];
}

async function seedApplication(tx: Connection, demo: (typeof DEMO_APPLICATIONS)[number]): Promise<AuditEvent[]> {
  const { slug, name, description } = demo;
  const team = await findTeam(tx, demo.team);
  if (!team) throw new Error(`the demo team ${demo.team} is missing`);

  const id = await insertApplication(tx, { slug, name, description, teamId: team.id });
  if (id === null) return [];
  const object = { kind: "application", id, name: slug };
  const after = { slug, name, description, team: team.slug };
  return [{ action: "application.created", actor: SEED, object, teamId: team.id, after }];
}

async function seedPerson(tx: Connection, person: DemoPerson, passwordHash: string): Promise<AuditEvent[]> {
  const { login, name, platformRole, memberships } = person;
  if (await findAccount(tx, LOCAL_ISSUER, login)) return [];

  const user = { name, email: login, platformRole };
  const userId = await insertUser(tx, user, { issuer: LOCAL_ISSUER, subject: login, passwordHash });
  if (userId === null) throw new Error("a login appeared inside the transaction");

  const events: AuditEvent[] = [
    { action: "user.created", actor: SEED, object: { kind: "user", id: userId, name }, after: user },
  ];
  for (const { team: slug, role } of memberships) {
    const team = await findTeam(tx, slug);
    if (!team) throw new Error(`the demo team ${slug} is missing`);
    await setMembership(tx, { teamId: team.id, userId, source: "manual", role });
    const object = { kind: "team", id: team.id, name: team.name };
    const after = { userId, user: name, role, source: "manual" };
    events.push({ action: "team.member-added", actor: SEED, object, teamId: team.id, after });
  }
  return events;
}
