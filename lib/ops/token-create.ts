import { parseArgs } from "node:util";
import { parseEnvironment } from "#lib/config/environment";
import { MigrationEnvironment } from "#lib/config/migration-environment";
import { openDatabase } from "#lib/db/database";
import { type Actor, ANONYMOUS } from "#lib/domain/actor";
import { TokenPermission } from "#lib/domain/permission";
import { createTokenForUser } from "#lib/server/commands/create-token-for-user";
import { runCommand } from "#lib/server/run-command";
import { OperatorMistake } from "./operator-mistake.ts";

const OPERATOR: Actor = { ...ANONYMOUS, kind: "system", name: "operator on the command line" };
const DEFAULT_DAYS = "90";

const USAGE = `Usage: npm run headgate -- token create --user <login> --name <name> [--permissions a,b] [--expires-in-days n]
  --permissions      default: every one a token can have (${TokenPermission.options.join(", ")})
  --expires-in-days  1 to 365, default ${DEFAULT_DAYS}`;

/** `headgate token create`: makes a token for a local account and prints it, this once, alone on standard output. */
export async function tokenCreate(args: string[]): Promise<void> {
  const input = tokenInput(args);
  const { MIGRATION_DATABASE_URL: url } = parseEnvironment(MigrationEnvironment, process.env);
  const db = openDatabase(url, 1);
  try {
    const created = await runCommand(db, createTokenForUser, OPERATOR, input);
    if (!created.ok) {
      const unknown = `There is no local account ${input.login}.`;
      throw new OperatorMistake(created.failure.code === "not_found" ? unknown : created.failure.detail);
    }
    console.error(`Valid until ${created.value.expiresAt}. It is shown this once:`);
    console.log(created.value.token);
  } finally {
    await db.$disconnect();
  }
}

/** @throws OperatorMistake with the usage */
export function tokenInput(args: string[]) {
  const { user, name, permissions, "expires-in-days": days } = parsed(args);
  if (!user || !name) throw new OperatorMistake(`--user and --name are needed.\n\n${USAGE}`);
  return {
    login: user,
    name,
    permissions: permissions?.split(",").map((permission) => permission.trim()) ?? [...TokenPermission.options],
    expiresInDays: Number(days),
  };
}

function parsed(args: string[]) {
  const text = { type: "string" } as const;
  const options = { user: text, name: text, permissions: text, "expires-in-days": { ...text, default: DEFAULT_DAYS } };
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new OperatorMistake(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
}
