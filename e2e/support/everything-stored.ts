import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sqlAs } from "./database.ts";
import { environment } from "./environment.ts";

/** Every row of every table as text, as the one who may read everything sees it; binary columns in hexadecimal. */
export async function dumpDatabase(): Promise<Map<string, string>> {
  const tables = await sqlAs(
    "superuser",
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const dump = new Map<string, string>();
  for (const { name } of tables) {
    const rows = await sqlAs("superuser", `SELECT t::text AS row FROM ${name} t`);
    dump.set(`table ${name}`, rows.map(({ row }) => row).join("\n"));
  }
  return dump;
}

/** The logs of all parts of the stack. */
export function readLogs(): Map<string, string> {
  const files = readdirSync(environment.TEST_LOGS);
  return new Map(files.map((file) => [`log ${file}`, readFileSync(join(environment.TEST_LOGS, file), "latin1")]));
}

/** How bytes may stand in a text: as they are, in hexadecimal, and in base64, where they may begin at any of three places. */
export function disguisesOf(secret: Buffer): string[] {
  const inBase64 = [0, 1, 2].flatMap((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), secret]);
    // Only whole groups of three bytes: the first and the last one depend on what stands around.
    const from = shift === 0 ? 0 : 4;
    const whole = Math.floor(shifted.length / 3) * 4;
    return [shifted.toString("base64"), shifted.toString("base64url")].map((text) => text.slice(from, whole));
  });
  return [...new Set([secret.toString("latin1"), secret.toString("hex"), ...inBase64])];
}

/** The places in which one of the texts stands, in upper or lower case. */
export function placesOf(texts: readonly string[], places: ReadonlyMap<string, string>): string[] {
  const wanted = texts.map((text) => text.toLowerCase());
  return [...places].flatMap(([place, content]) => {
    const lower = content.toLowerCase();
    return wanted.some((text) => lower.includes(text)) ? [place] : [];
  });
}
