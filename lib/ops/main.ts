import { EnvironmentRefused } from "#lib/config/environment";
import { MigrationRefused } from "#lib/db/migrate";

interface OperatorCommand {
  summary: string;
  /** Loaded when it is asked for, so that `migrate` works before there is a schema. Throws `OperatorMistake` for wrong arguments. */
  load(): Promise<(args: string[]) => Promise<void>>;
}

/** What an operator with database access can do: `npm run headgate -- <command>`. A command may be two words. */
const commands: Record<string, OperatorCommand> = {
  migrate: {
    summary: "bring the database to the newest schema (MIGRATION_DATABASE_URL)",
    load: async () => (await import("./migrate.ts")).migrate,
  },
  seed: {
    summary: "load the demo's teams and people, for a laptop",
    load: async () => (await import("./seed.ts")).seed,
  },
  "seed policies": {
    summary: "write the first rules, where there are none (migrate does it too)",
    load: async () => (await import("./seed.ts")).seedPolicies,
  },
  "token create": {
    summary: "make an API token for a local account: --user <login> --name <name>",
    load: async () => (await import("./token-create.ts")).tokenCreate,
  },
  "audit verify": {
    summary: "recompute the audit chain, of the database or of an export: [file]",
    load: async () => (await import("./audit.ts")).auditVerify,
  },
  "audit export": {
    summary: "the audit trail as JSON lines, to be verified elsewhere",
    load: async () => (await import("./audit.ts")).auditExport,
  },
  openapi: {
    summary: "write the API's document to docs/openapi.json",
    load: async () => (await import("./write-openapi.ts")).writeOpenApi,
  },
};

const EXPECTED: readonly string[] = [EnvironmentRefused.name, MigrationRefused.name, "OperatorMistake"];

async function main(args: string[]): Promise<number> {
  const words = [args.slice(0, 2).join(" "), args[0] ?? ""];
  const name = words.find((word) => Object.hasOwn(commands, word));
  const command = name === undefined ? undefined : commands[name];
  if (name === undefined || !command) return explainUsage(args);

  try {
    const run = await command.load();
    await run(args.slice(name.split(" ").length));
    return 0;
  } catch (failure) {
    const expected = failure instanceof Error && EXPECTED.includes(failure.name);
    console.error(expected ? failure.message : failure);
    return 1;
  }
}

function explainUsage(args: string[]): number {
  const asked = args[0] === undefined || args[0] === "help" || args[0] === "--help";
  if (!asked) console.error(`There is no command "${args[0]}".\n`);
  console.error("Usage: npm run headgate -- <command>\n");
  for (const [name, { summary }] of Object.entries(commands)) console.error(`  ${name.padEnd(16)} ${summary}`);
  return asked ? 0 : 2;
}

process.exitCode = await main(process.argv.slice(2));
