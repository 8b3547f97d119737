import type { PlatformRole } from "#lib/domain/actor";
import type { Connection } from "../database.ts";

/** The issuer of accounts whose password Headgate itself keeps. Any other issuer is an OIDC provider's URL. */
export const LOCAL_ISSUER = "local";

export type User = {
  id: string;
  name: string;
  email: string | null;
  platformRole: PlatformRole;
  disabled: boolean;
  version: number;
};

/** Locks a user. Null when there is none. */
export async function lockUser(db: Connection, id: string): Promise<User | null> {
  const [row] = await db.$queryRaw<User[]>`
    SELECT id, name, email, platform_role AS "platformRole", disabled_at IS NOT NULL AS disabled, version
    FROM users WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return row ?? null;
}

/** A user without a lock. Null when there is none. */
export async function findUser(db: Connection, id: string): Promise<User | null> {
  const [row] = await db.$queryRaw<User[]>`
    SELECT id, name, email, platform_role AS "platformRole", disabled_at IS NOT NULL AS disabled, version
    FROM users WHERE id = ${id}::uuid`;
  return row ?? null;
}

export type Account = { userId: string; name: string; passwordHash: string | null; disabled: boolean };

/** Who signs in by this identity; null when nobody does. */
export async function findAccount(db: Connection, issuer: string, subject: string): Promise<Account | null> {
  const [row] = await db.$queryRaw<Account[]>`
    SELECT u.id AS "userId", u.name, i.password_hash AS "passwordHash", u.disabled_at IS NOT NULL AS disabled
    FROM identities i JOIN users u ON u.id = i.user_id WHERE i.issuer = ${issuer} AND i.subject = ${subject}`;
  return row ?? null;
}

export type NewUser = { name: string; email: string | null; platformRole: PlatformRole };
export type NewIdentity = { issuer: string; subject: string; passwordHash: string | null };

/** Makes a user with one way to sign in; null when that identity is somebody's already. */
export async function insertUser(db: Connection, user: NewUser, identity: NewIdentity): Promise<string | null> {
  const [row] = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO users (name, email, platform_role) VALUES (${user.name}, ${user.email}, ${user.platformRole}) RETURNING id`;
  if (!row) throw new Error("INSERT … RETURNING answered no row");

  const taken = await db.$executeRaw`
    INSERT INTO identities (issuer, subject, user_id, password_hash)
    VALUES (${identity.issuer}, ${identity.subject}, ${row.id}::uuid, ${identity.passwordHash}) ON CONFLICT DO NOTHING`;
  return taken > 0 ? row.id : null;
}

/** How many enabled admins there are besides this person. Call it under {@link lockOwnership}. */
export async function otherAdmins(db: Connection, userId: string): Promise<number> {
  return db.user.count({ where: { platformRole: "admin", disabledAt: null, NOT: { id: userId } } });
}

/** Changes what a user is called and may do. */
export async function saveUser(db: Connection, id: string, fields: Pick<User, "name" | "platformRole">): Promise<void> {
  await db.user.update({ where: { id }, data: { ...fields, version: { increment: 1 } } });
}

/** Shuts a user out from now on. Ending the sessions is a statement of its own. */
export async function disableUserById(db: Connection, id: string): Promise<void> {
  await db.$executeRaw`UPDATE users SET disabled_at = now(), version = version + 1 WHERE id = ${id}::uuid`;
}

/** Lets a user in again. */
export async function enableUserById(db: Connection, id: string): Promise<void> {
  await db.$executeRaw`UPDATE users SET disabled_at = NULL, version = version + 1 WHERE id = ${id}::uuid`;
}

/** The hash of a person's own password; null for somebody who signs in elsewhere. */
export async function localPassword(db: Connection, userId: string): Promise<string | null> {
  const identity = await db.identity.findFirst({ where: { userId, issuer: LOCAL_ISSUER } });
  return identity?.passwordHash ?? null;
}

/** Replaces the hash of a person's own password. */
export async function savePassword(db: Connection, userId: string, passwordHash: string): Promise<void> {
  await db.identity.updateMany({ where: { userId, issuer: LOCAL_ISSUER }, data: { passwordHash } });
}

/** How a person wants pages to look. */
export async function themeOf(db: Connection, id: string): Promise<string> {
  const user = await db.user.findUniqueOrThrow({ where: { id }, select: { theme: true } });
  return user.theme;
}

/** Keeps how a person wants pages to look. */
export async function saveTheme(db: Connection, id: string, theme: string): Promise<void> {
  await db.user.update({ where: { id }, data: { theme } });
}
