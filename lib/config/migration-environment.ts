import { z } from "zod";
import { PostgresUrl } from "./environment.ts";

/** Hexadecimal, base64 and the like; a role's password travels in a connection string, where other characters need quoting. */
const RolePassword = z.string().min(16, "has at least 16 characters").optional();

/** What the operator's commands with database access are told: migrate, seed, token create, audit verify. */
export const MigrationEnvironment = z.object({
  MIGRATION_DATABASE_URL: PostgresUrl,
  HEADGATE_WEB_PASSWORD: RolePassword,
  HEADGATE_WORKER_PASSWORD: RolePassword,
});
export type MigrationEnvironment = z.output<typeof MigrationEnvironment>;
