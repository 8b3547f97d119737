import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadSecrets } from "./secrets.ts";
import type { Settings, Variables } from "./settings.ts";
import { environmentsOf } from "./stack.ts";

/** `headgate <command>`: the operator's commands, on the local database unless MIGRATION_DATABASE_URL names another. */
export function operate(settings: Settings, args: string[]): Promise<number> {
  const environment = { ...localDatabase(settings), ...process.env } as NodeJS.ProcessEnv;
  const program = join(settings.root, "lib", "ops", "main.ts");
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { env: environment, stdio: "inherit" });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

function localDatabase(settings: Settings): Variables {
  const isLocal = !process.env.MIGRATION_DATABASE_URL && existsSync(join(settings.data, "secrets.json"));
  return isLocal ? environmentsOf(settings, loadSecrets(settings.data)).operator : {};
}
