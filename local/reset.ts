import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runningLauncher, stopLeftovers } from "./data-folder.ts";
import { Refusal } from "./refusal.ts";
import type { Settings } from "./settings.ts";
import { sweepThrowaways } from "./throwaway.ts";

/** What the launcher writes into a data folder. Only this is ever deleted: HEADGATE_DATA may have been pointed at somebody's home. */
const OURS = [
  ...["postgres", "kafka", "registry", "downloads", "throwaway", "throwaway-logs", "logs", "done", "run"],
  ...["secrets.json", "clusters.yaml", "env.json", "kafka.properties", "kafka-admin.properties", "postgres-password"],
];

/**
 * `reset`: clears the data folder.
 *
 * @throws Refusal while a launcher runs on it
 */
export async function reset(settings: Settings): Promise<number> {
  const { data } = settings;
  const launcher = runningLauncher(data);
  if (launcher)
    throw new Refusal(
      `Headgate runs on ${data} (process ${launcher.pid}). Stop it first, with Ctrl-C there or "kill ${launcher.pid}".`,
    );
  if (!existsSync(data)) {
    console.log(`There is no local data in ${data}.`);
    return 0;
  }

  const stopped = await stopLeftovers(data);
  if (stopped.length > 0) console.log(`Stopped what an earlier start left behind: ${stopped.join(", ")}.`);
  await sweepThrowaways(settings);
  for (const name of OURS) rmSync(join(data, name), { recursive: true, force: true });
  if (readdirSync(data).length === 0) rmdirSync(data);
  console.log(`Cleared ${data}.`);
  return 0;
}
