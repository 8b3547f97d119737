import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateSealingKeys } from "#lib/domain/sealed-box";
import { Refusal } from "./refusal.ts";

const NAMES = [
  "session",
  "postgresSuperuser",
  "postgresOwner",
  "postgresWeb",
  "postgresWorker",
  "kafkaAdmin",
  "kafkaWorker",
] as const;

/**
 * The random secrets of one stack. All but `credentialKey`, the private key for credentials, are hexadecimal, so they need no quoting in
 * URLs, SQL or properties files.
 */
export type Secrets = Record<(typeof NAMES)[number] | "credentialKey", string>;

/**
 * The stack's secrets, made on the first run and kept in the data folder, readable by its owner only.
 *
 * @throws Refusal when the file is there but cannot be understood: the database knows only the lost passwords
 */
export function loadSecrets(dataFolder: string): Secrets {
  const path = join(dataFolder, "secrets.json");
  if (!existsSync(path)) return makeSecrets(path);

  const secrets = parse(readFileSync(path, "utf8"));
  if (!secrets) throw new Refusal(`${path} is damaged. Clear the local data with "npm run reset" and start again.`);
  // Data of an earlier version has no key for credentials yet, and nothing sealed either.
  return secrets.credentialKey ? secrets : keep(path, { ...secrets, credentialKey: generateSealingKeys().privateKey });
}

function makeSecrets(path: string): Secrets {
  const random = Object.fromEntries(NAMES.map((name) => [name, randomBytes(24).toString("hex")]));
  return keep(path, { ...random, credentialKey: generateSealingKeys().privateKey } as Secrets);
}

function keep(path: string, secrets: Secrets): Secrets {
  const unfinished = `${path}.new`;
  writeFileSync(unfinished, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, path);
  return secrets;
}

function parse(text: string): Secrets | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const complete = NAMES.every((name) => /^[0-9a-f]{48}$/.test(String((value as Partial<Secrets>)[name])));
    const { credentialKey = "" } = value as Partial<Secrets>;
    return complete && /^([A-Za-z0-9_-]{43})?$/.test(credentialKey)
      ? { ...(value as Secrets), credentialKey }
      : undefined;
  } catch {
    return undefined;
  }
}
