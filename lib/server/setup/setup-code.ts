import { createHash, randomInt, timingSafeEqual } from "node:crypto";
import { logger } from "#lib/config/logger";
import type { Database } from "#lib/db/database";
import { lockOpenInstallation, saveSetupCode } from "#lib/db/stores/installation";

/** Crockford's base32 without the letters that read as digits: a person types this from a log. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 20;

/** A new code of 100 random bits, in groups of five. */
export function newSetupCode(): string {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return letters.replace(/.{5}(?=.)/g, "$&-");
}

/** What is stored of a code. Case, spaces and hyphens do not count. */
export function hashSetupCode(code: string): string {
  return createHash("sha256").update(code.toUpperCase().replace(/[\s-]/g, "")).digest("hex");
}

/** Compares without telling by time how much was right. */
export function setupCodeMatches(code: string, hash: string | null): boolean {
  const given = Buffer.from(hashSetupCode(code), "hex");
  const stored = Buffer.from(hash ?? "", "hex");
  return stored.length === given.length && timingSafeEqual(given, stored);
}

/**
 * Makes a new setup code and writes it to the log, while the installation has no admin. Each start of a web process replaces the
 * code of the one before, so an old log is worth nothing.
 */
export async function offerSetupCode(db: Database): Promise<void> {
  const code = await db.$transaction(async (tx) => {
    if (!(await lockOpenInstallation(tx))) return null;

    const made = newSetupCode();
    await saveSetupCode(tx, hashSetupCode(made));
    return made;
  });
  if (code !== null) logger.warn(`Nobody has set Headgate up yet. Open /setup and enter this code once: ${code}`);
}
