import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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

/** The random secrets of one stack. All are hexadecimal, so they need no quoting in URLs, SQL or properties files. */
export type Secrets = Record<(typeof NAMES)[number], string>;

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
  return secrets;
}

function makeSecrets(path: string): Secrets {
  const secrets = Object.fromEntries(NAMES.map((name) => [name, randomBytes(24).toString("hex")])) as Secrets;
  const unfinished = `${path}.new`;
  writeFileSync(unfinished, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, path);
  return secrets;
}

function parse(text: string): Secrets | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const complete = NAMES.every((name) => /^[0-9a-f]{48}$/.test(String((value as Partial<Secrets>)[name])));
    return complete ? (value as Secrets) : undefined;
  } catch {
    return undefined;
  }
}
