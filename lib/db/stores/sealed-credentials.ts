import type { SealedCredential } from "#lib/domain/sealed-credential";
import type { Connection } from "../database.ts";

/**
 * Keeps a sealed credential until the broker has confirmed it, in place of an earlier one that waited still. Web can write it and read it no
 * more.
 */
export async function replaceSealedCredential(
  db: Connection,
  principalId: string,
  generation: number,
  { keyId, sealed }: SealedCredential,
): Promise<void> {
  await dropSealedCredential(db, principalId);
  await db.$executeRaw`
    INSERT INTO sealed_credentials (principal_id, generation, key_id, sealed) VALUES (${principalId}::uuid, ${generation}, ${keyId}, ${sealed})`;
}

/** Drops a sealed credential that nobody will need any more. */
export async function dropSealedCredential(db: Connection, principalId: string): Promise<void> {
  await db.$executeRaw`DELETE FROM sealed_credentials WHERE principal_id = ${principalId}::uuid`;
}
