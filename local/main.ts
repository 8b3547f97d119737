import { join } from "node:path";
import { Interrupted } from "./lifecycle.ts";
import { explain, Refusal } from "./refusal.ts";
import { readSettings, type Settings } from "./settings.ts";

type Command = (settings: Settings, args: string[]) => Promise<number>;

const commands: Record<string, () => Promise<Command>> = {
  stack: async () => (await import("./stack-only.ts")).stackOnly,
};

async function main(): Promise<number> {
  const root = join(import.meta.dirname, "..");
  let data = process.env.HEADGATE_DATA ?? ".headgate";
  try {
    const [name = "start", ...args] = process.argv.slice(2);
    const load = commands[name];
    if (!load) throw new Refusal(`There is no command "${name}". Commands: ${Object.keys(commands).join(", ")}.`);

    const settings = readSettings(process.env, root);
    data = settings.data;
    return await (await load())(settings, args);
  } catch (failure) {
    if (failure instanceof Interrupted) return failure.signal === "SIGINT" ? 130 : 143;
    console.error(`\n${explain(failure, data)}`);
    return 1;
  }
}

process.exit(await main());
