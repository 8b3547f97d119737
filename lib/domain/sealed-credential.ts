import { parseSaltedPassword, printSaltedPassword, type SaltedPassword, saltPassword } from "./scram-credential.ts";
import { keyIdOf, open, publicKeyOf, seal } from "./sealed-box.ts";

/** Which of a principal's credentials it is. */
export type CredentialRef = { principalId: string; generation: number };
export type SealedCredential = { keyId: string; sealed: string };

/** `other_key`: sealed to a key that the worker no longer has. `damaged`: it is not what web sealed for this principal and generation. */
export type OpenedCredential = { ok: true; value: SaltedPassword } | { ok: false; reason: "other_key" | "damaged" };

/** Salts a password and seals the result to the worker's public key; the password itself goes nowhere. */
export async function sealCredential(
  publicKey: string,
  password: string,
  credential: CredentialRef,
): Promise<SealedCredential> {
  const salted = await saltPassword(password);
  return {
    keyId: keyIdOf(publicKey),
    sealed: seal(publicKey, printSaltedPassword(salted), contextOf(credential)),
  };
}

/** Opens a credential in the worker. A sealed text that was moved here from another principal or generation does not open. */
export function openCredential(
  privateKey: string,
  { keyId, sealed }: SealedCredential,
  credential: CredentialRef,
): OpenedCredential {
  if (keyId !== keyIdOf(publicKeyOf(privateKey))) return { ok: false, reason: "other_key" };

  const opened = open(privateKey, sealed, contextOf(credential));
  const value = opened.ok ? parseSaltedPassword(opened.plaintext) : null;
  return value ? { ok: true, value } : { ok: false, reason: "damaged" };
}

function contextOf({ principalId, generation }: CredentialRef): string {
  return `credential:${principalId}:${generation}`;
}
