import { join } from "node:path";
import { Interrupted } from "./lifecycle.ts";
import { explain, Refusal } from "./refusal.ts";
import { readSettings, type Settings } from "./settings.ts";

type Command = (settings: Settings, args: string[]) => Promise<number>;

/** Each is loaded when it is asked for: `reset` must work when nothing else does. */
const commands: Record<string, () => Promise<Command>> = {
  start: async () => (await import("./start.ts")).start,
  dev: async () => (await import("./start.ts")).develop,
  stack: async () => (await import("./stack-only.ts")).stackOnly,
  check: async () => (await import("./check.ts")).check,
  test: async () => (await import("./test.ts")).test,
  simulate: async () => (await import("./simulate.ts")).simulate,
  bench: async () => (await import("./bench.ts")).bench,
  generate: async () => (await import("./generate.ts")).generate,
  headgate: async () => (await import("./operate.ts")).operate,
  reset: async () => (await import("./reset.ts")).reset,
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

// The terminal may be closed, or the reader of a pipe gone, while parts are still being stopped.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

process.exit(await main());
