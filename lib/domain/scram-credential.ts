import { pbkdf2, randomBytes, randomInt } from "node:crypto";
import { promisify } from "node:util";
import { z } from "zod";

const hi = promisify(pbkdf2);

/** Brokers take 4,096 to 16,384 (`ScramMechanism.SCRAM_SHA_512`). */
const ITERATIONS = 8_192;
const SALT_BYTES = 24;
const SALTED_PASSWORD_BYTES = 64;

/** Letters and digits that look like no other, and that no shell, properties file or URL reads differently. */
const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz";
const PASSWORD_LENGTH = 32;

/** What a broker needs to check a log-in with SCRAM-SHA-512. Whoever has it can pretend to be the broker, but cannot log in to one. */
export type SaltedPassword = { iterations: number; salt: Buffer; saltedPassword: Buffer };

/** A new password of 32 characters: 185 bits, ASCII only, so that SASLprep (RFC 4013) leaves it as it is. */
export function generatePassword(): string {
  return Array.from({ length: PASSWORD_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}

/** `SaltedPassword := Hi(Normalize(password), salt, i)` with SHA-512 (RFC 5802 §3; Hi is PBKDF2 with one block), under a new salt. */
export async function saltPassword(password: string, salt: Buffer = randomBytes(SALT_BYTES)): Promise<SaltedPassword> {
  const saltedPassword = await hi(password, salt, ITERATIONS, SALTED_PASSWORD_BYTES, "sha512");
  return { iterations: ITERATIONS, salt, saltedPassword };
}

/** As text, to be sealed. */
export function printSaltedPassword({ iterations, salt, saltedPassword }: SaltedPassword): string {
  return JSON.stringify({
    iterations,
    salt: salt.toString("base64url"),
    saltedPassword: saltedPassword.toString("base64url"),
  });
}

const bytes = z.base64url().transform((text) => Buffer.from(text, "base64url"));
const Printed = z.strictObject({
  iterations: z.int().min(4_096).max(16_384),
  salt: bytes,
  saltedPassword: bytes.refine(({ length }) => length === SALTED_PASSWORD_BYTES),
});

/** Reads what {@link printSaltedPassword} wrote; null when it is something else. */
export function parseSaltedPassword(text: string): SaltedPassword | null {
  try {
    return Printed.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null; // Not JSON.
  }
}
