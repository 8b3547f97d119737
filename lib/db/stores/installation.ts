import type { Connection } from "../database.ts";

/** The installation while it has no admin: the hash of its setup code, null before one was made. */
export type OpenInstallation = { setupCodeHash: string | null };

/** Locks the installation and answers it while its setup is open; null once there was an admin, for good. */
export async function lockOpenInstallation(db: Connection): Promise<OpenInstallation | null> {
  const [row] = await db.$queryRaw<{ setupCodeHash: string | null; open: boolean }[]>`
    SELECT setup_code_hash AS "setupCodeHash", completed_at IS NULL AS open FROM installation WHERE id = 1 FOR UPDATE`;
  // A second statement, so that it sees what a transaction committed that this one waited for.
  const admins = await db.user.count({ where: { platformRole: "admin" } });
  return row?.open && admins === 0 ? { setupCodeHash: row.setupCodeHash } : null;
}

/** True while nobody has set this installation up. Without a lock: for a page, not for a decision. */
export async function isSetupOpen(db: Connection): Promise<boolean> {
  const [row] = await db.$queryRaw<{ open: boolean }[]>`
    SELECT completed_at IS NULL AND NOT EXISTS (SELECT FROM users WHERE platform_role = 'admin') AS open FROM installation`;
  return row?.open ?? false;
}

/** Replaces the setup code. */
export async function saveSetupCode(db: Connection, hash: string): Promise<void> {
  await db.$executeRaw`UPDATE installation SET setup_code_hash = ${hash} WHERE id = 1`;
}

/** Closes the setup for good. */
export async function completeInstallation(db: Connection): Promise<void> {
  await db.$executeRaw`UPDATE installation SET setup_code_hash = NULL, completed_at = now() WHERE id = 1`;
}
