import { hash, verify } from "@node-rs/argon2";

/** argon2id (the library's default variant) with OWASP's first choice of parameters: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes a password for storage. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

/** The hash of a password that nobody knows. Made at once, so that the first unknown login is not the slow one. */
const decoy = hashPassword(crypto.randomUUID());

/**
 * Checks a password. Without a stored hash it is checked against one that nothing matches, so that the answer for an unknown login
 * takes the same work as for a known one.
 */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  const against = stored ?? (await decoy);
  const matches = await verify(against, password);
  return matches && stored !== null;
}
