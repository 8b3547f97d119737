import { join } from "node:path";
import { parseEnvironment } from "#lib/config/environment";
import { MigrationEnvironment } from "#lib/config/migration-environment";
import { givePassword, migrateDatabase } from "#lib/db/migrate";
import { seedPolicies } from "#lib/db/seed-policies";
import { DEFAULT_POLICIES } from "./default-policies.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "prisma", "migrations");

/** `headgate migrate`: brings the schema up to date, writes the first rules where there are none, then gives the two roles their passwords where those are set. */
export async function migrate(): Promise<void> {
  const settings = parseEnvironment(MigrationEnvironment, process.env);
  const url = settings.MIGRATION_DATABASE_URL;
  const applied = await migrateDatabase(url, FOLDER);
  for (const name of applied) console.log(`applied ${name}`);
  if (applied.length === 0) console.log("nothing to apply");
  const rules = await seedPolicies(url, DEFAULT_POLICIES);
  if (rules > 0) console.log(`wrote the first ${rules} rules`);

  const { HEADGATE_WEB_PASSWORD: web, HEADGATE_WORKER_PASSWORD: worker } = settings;
  if (web) await givePassword(url, "headgate_web", web);
  if (worker) await givePassword(url, "headgate_worker", worker);
}
