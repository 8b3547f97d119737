import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { isClaimed, runningLauncher, stopLeftovers } from "./data-folder.ts";
import { withProcesses } from "./lifecycle.ts";
import { freePorts } from "./ports.ts";
import type { ProcessGroup } from "./process-group.ts";
import type { Settings } from "./settings.ts";
import type { Steps } from "./steps.ts";

/**
 * Runs work on a data folder of its own with ports of its own, beside whatever else runs, and deletes the folder afterwards.
 */
export async function withThrowaway<T>(
  settings: Settings,
  steps: Steps,
  work: (group: ProcessGroup, settings: Settings) => Promise<T>,
): Promise<T> {
  await sweepThrowaways(settings);
  mkdirSync(folderOf(settings), { recursive: true });
  const data = mkdtempSync(join(folderOf(settings), "run-"));
  chmodSync(data, 0o755); // As root, Postgres runs as another user, who has to pass.
  const own = { ...settings, data, ports: await freePorts() };
  try {
    return await withProcesses(own, steps, (group) => work(group, own));
  } finally {
    keepLogs(settings, data);
    rmSync(data, { recursive: true, force: true });
  }
}

/** Deletes throwaway folders whose launcher was killed, stopping what it left behind. */
export async function sweepThrowaways(settings: Settings): Promise<void> {
  if (!existsSync(folderOf(settings))) return;
  for (const name of readdirSync(folderOf(settings))) {
    const data = join(folderOf(settings), name);
    if (runningLauncher(data) || isBeingMade(data)) continue;
    await stopLeftovers(data);
    rmSync(data, { recursive: true, force: true });
  }
}

/** The last run's logs stay, since a failure can be understood only with them. */
function keepLogs(settings: Settings, data: string): void {
  const kept = join(settings.data, "throwaway-logs");
  if (!existsSync(join(data, "logs"))) return;
  rmSync(kept, { recursive: true, force: true });
  renameSync(join(data, "logs"), kept);
}

/** Another launcher may stand between making its folder and claiming it. */
function isBeingMade(data: string): boolean {
  return !isClaimed(data) && Date.now() - statSync(data).mtimeMs < 60_000;
}

function folderOf(settings: Settings): string {
  return join(settings.data, "throwaway");
}
