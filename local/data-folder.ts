import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { signalTo } from "./process-group.ts";
import { type ProcessRecord, parseRecord, recordOf, stillRuns } from "./process-record.ts";
import { Refusal } from "./refusal.ts";

const NEEDED_BYTES = 1024 ** 3;

/** What was carried through to its end in a data folder. A part without its mark is half-made and is made anew. */
export type Mark = "postgres" | "kafka" | "kafka-rights-2" | "demo-data";

/**
 * Makes the data folder ours: refuses while another launcher runs on it, stops what a killed launcher left behind, and records us.
 *
 * @throws Refusal when another launcher is at work here, the folder cannot be written, or its disk is nearly full
 */
export async function claim(dataFolder: string): Promise<void> {
  makeFolder(dataFolder);
  refuseFullDisk(dataFolder);
  const recordFile = join(dataFolder, "run", "launcher.json");
  const other = runningLauncher(dataFolder);
  if (other) throw new Refusal(alreadyRunning(dataFolder, other));

  rmSync(recordFile, { force: true });
  try {
    // "wx" fails when it exists: of two launchers started together only one gets past here.
    writeFileSync(recordFile, JSON.stringify(recordOf("launcher", process.pid)), { flag: "wx" });
  } catch {
    throw new Refusal(`Another start is at work on ${dataFolder}.`);
  }
  await stopLeftovers(dataFolder);
}

/** Gives the folder back. */
export function release(dataFolder: string): void {
  rmSync(join(dataFolder, "run", "launcher.json"), { force: true });
}

/** Whether a launcher ever claimed the folder and has not given it back; it may have been killed since. */
export function isClaimed(dataFolder: string): boolean {
  return existsSync(join(dataFolder, "run", "launcher.json"));
}

/** The launcher that works on this folder now, if one does. */
export function runningLauncher(dataFolder: string): ProcessRecord | undefined {
  const record = readRecord(join(dataFolder, "run", "launcher.json"));
  return record && record.pid !== process.pid && stillRuns(record) ? record : undefined;
}

/** Stops the recorded processes that still run: what a killed launcher left. Answers their names. */
export async function stopLeftovers(dataFolder: string): Promise<string[]> {
  const folder = join(dataFolder, "run");
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file !== "launcher.json") : [];
  const records = files.map((file) => readRecord(join(folder, file))).filter((record) => record !== undefined);
  const running = records.filter(stillRuns);
  for (const record of running) signalTo(record.pid, record.name === "postgres" ? "SIGINT" : "SIGTERM");
  await Promise.all(running.map(waitOrKill));
  for (const file of files) rmSync(join(folder, file), { force: true });
  return running.map((record) => record.name);
}

export function isMarked(dataFolder: string, mark: Mark): boolean {
  return existsSync(markFile(dataFolder, mark));
}

/** Records that a part was carried through, with what later starts need to know of it. */
export function setMark(dataFolder: string, mark: Mark, detail = ""): void {
  mkdirSync(join(dataFolder, "done"), { recursive: true });
  writeFileSync(markFile(dataFolder, mark), detail);
}

export function clearMarks(dataFolder: string, ...marks: Mark[]): void {
  for (const mark of marks) rmSync(markFile(dataFolder, mark), { force: true });
}

/**
 * @param needed bytes that must be free
 * @throws Refusal when fewer are
 */
export function refuseFullDisk(folder: string, needed = NEEDED_BYTES): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= needed) return;

  const megabytes = (bytes: number) => `${Math.floor(bytes / 1024 ** 2)} MB`;
  throw new Refusal(
    `Only ${megabytes(free)} are free on the disk of ${folder}; ${megabytes(needed)} are needed. ` +
      "Free some space, or point HEADGATE_DATA to another disk.",
  );
}

function makeFolder(dataFolder: string): void {
  try {
    // Others may pass through: as root, Postgres runs as another user and its folder is below. Secrets are 0600 themselves.
    mkdirSync(join(dataFolder, "run"), { recursive: true, mode: 0o755 });
  } catch (failure) {
    const why = failure instanceof Error ? failure.message : String(failure);
    throw new Refusal(`The data folder ${dataFolder} cannot be made (${why}). Choose another with HEADGATE_DATA=….`);
  }
}

function alreadyRunning(dataFolder: string, other: ProcessRecord): string {
  return (
    `Headgate runs already on ${dataFolder} (process ${other.pid}). Stop it with Ctrl-C there or "kill ${other.pid}", ` +
    "or choose other ports and another HEADGATE_DATA for a second one."
  );
}

function readRecord(path: string): ProcessRecord | undefined {
  return existsSync(path) ? parseRecord(readFileSync(path, "utf8")) : undefined;
}

async function waitOrKill(record: ProcessRecord): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (stillRuns(record) && Date.now() < deadline) await sleep(50);
  signalTo(-record.pid, "SIGKILL");
  while (stillRuns(record)) await sleep(20);
}

function markFile(dataFolder: string, mark: Mark): string {
  return join(dataFolder, "done", mark);
}
