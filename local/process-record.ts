import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** What is kept of a process we started, so that a later launcher can tell whether it still runs. */
export interface ProcessRecord {
  name: string;
  pid: number;
  /** When the process began, in the system's own words. Together with the pid it names one process for ever. */
  began: string;
}

/** Describes a live process; undefined when there is none with that pid. */
export function recordOf(name: string, pid: number): ProcessRecord | undefined {
  const began = beginningOf(pid);
  return began === undefined ? undefined : { name, pid, began };
}

/** Whether the recorded process still runs. A pid that was given to another process meanwhile is not ours. */
export function stillRuns(record: ProcessRecord): boolean {
  return beginningOf(record.pid) === record.began;
}

/** Parses a record file's text; undefined when it is not one (a launcher may have been killed while writing it). */
export function parseRecord(text: string): ProcessRecord | undefined {
  try {
    const value = JSON.parse(text) as Partial<ProcessRecord> | null;
    const { name, pid, began } = value ?? {};
    if (typeof name !== "string" || typeof began !== "string" || !Number.isSafeInteger(pid)) return undefined;
    return { name, pid: pid as number, began };
  } catch {
    return undefined;
  }
}

/**
 * State and start time from a line of /proc/PID/stat (proc_pid_stat(5): fields 3 and 22). The command's name, field 2, may hold
 * spaces and brackets, so counting begins after its last closing bracket.
 */
export function parseProcStat(stat: string): { state: string; startTicks: string } | undefined {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const state = fields[0];
  const startTicks = fields[19];
  return state && startTicks && /^\d+$/.test(startTicks) ? { state, startTicks } : undefined;
}

function beginningOf(pid: number): string | undefined {
  return process.platform === "linux" ? beginningOnLinux(pid) : beginningByPs(pid);
}

function beginningOnLinux(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  const parsed = stat === undefined ? undefined : parseProcStat(stat);
  // A zombie has ended; only its parent has not been told yet.
  if (!parsed || parsed.state === "Z" || parsed.state === "X") return undefined;
  // Ticks count from the last boot, so they need the boot's own id beside them.
  return `${readIfThere("/proc/sys/kernel/random/boot_id")?.trim() ?? ""} ${parsed.startTicks}`;
}

function beginningByPs(pid: number): string | undefined {
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
