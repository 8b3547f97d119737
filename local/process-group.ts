import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { recordOf } from "./process-record.ts";
import { Refusal } from "./refusal.ts";

/** How one process is started and, later, asked to stop. */
export interface PartSpec {
  name: string;
  command: string;
  args: string[];
  environment?: Record<string, string | undefined>;
  cwd?: string;
  uid?: number;
  gid?: number;
  /** Parts of a lower stage are stopped before those of a higher one, so that nobody loses what it still needs. */
  stopStage: number;
  stopSignal?: NodeJS.Signals;
  /** What to do when it ends by itself; shown with the end of its log. */
  advice?: string;
  /** How long it may take to stop by itself before it is killed. */
  stopWithinMs: number;
}

/** A running process of the stack. */
export interface Part {
  spec: PartSpec;
  pid: number;
  logFile: string;
  /** Resolves, never rejects, once the process has ended. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/**
 * The processes of one stack. Each gets a process group of its own, so that Ctrl-C reaches only the launcher, which then stops them in
 * order; each is recorded in the data folder, so that the next launcher finds what a killed one left behind.
 */
export class ProcessGroup {
  readonly #folder: string;
  readonly #parts = new Map<string, Part>();
  readonly #expected = new WeakSet<Part>();
  #stopping = false;
  #reportDeath: (failure: Refusal) => void = () => undefined;

  /** Rejects when a part ends that nobody asked to stop; the refusal names it and shows the end of its log. */
  readonly death: Promise<never>;

  constructor(dataFolder: string) {
    this.#folder = dataFolder;
    this.death = new Promise((_, reject) => {
      this.#reportDeath = reject;
    });
    this.death.catch(() => undefined); // Whoever races against it hears of it; nobody has to.
  }

  /** The parts and tools that run now. */
  get names(): string[] {
    return [...this.#parts.keys()];
  }

  /** Starts a part that stays, its output in logs/NAME.log. */
  start(spec: PartSpec): Part {
    const logFile = join(this.#folder, "logs", `${spec.name}.log`);
    mkdirSync(join(this.#folder, "logs"), { recursive: true });
    const log = openSync(logFile, "w");
    try {
      const child = this.#spawn(spec, ["ignore", log, log]);
      const part = this.#adopt(spec, child, logFile);
      part.ended.then(({ code, signal }) => {
        if (this.#expected.has(part) || this.#stopping) return;
        this.#reportDeath(diedOf(part, signal ?? `code ${code}`));
      });
      return part;
    } finally {
      closeSync(log);
    }
  }

  /** Runs a tool to its end. `onLine` gets its output line by line; the answer holds all of it. */
  async run(
    spec: PartSpec,
    onLine: (line: string) => void = () => undefined,
  ): Promise<{ code: number; output: string }> {
    const child = this.#spawn(spec, ["ignore", "pipe", "pipe"]);
    let output = "";
    let rest = "";
    const take = (chunk: Buffer) => {
      output += chunk;
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) onLine(line);
    };
    child.stdout?.on("data", take);
    child.stderr?.on("data", take);
    const closed = new Promise((resolve) => child.once("close", resolve));
    const part = this.#adopt(spec, child, "");
    const { code } = await part.ended;
    await closed;
    if (rest) onLine(rest);
    return { code: code ?? 1, output };
  }

  get(name: string): Part | undefined {
    return this.#parts.get(name);
  }

  /** Stops one part: its own signal first, SIGKILL to its whole group when that takes too long. */
  async stop(name: string, signal?: NodeJS.Signals): Promise<void> {
    const part = this.#parts.get(name);
    if (!part) return;

    this.#expected.add(part);
    signalTo(part.pid, signal ?? part.spec.stopSignal ?? "SIGTERM");
    const timer = setTimeout(() => signalTo(-part.pid, "SIGKILL"), part.spec.stopWithinMs);
    await part.ended;
    clearTimeout(timer);
  }

  /** Stops everything, stage by stage. Nothing can be started afterwards. */
  async stopAll(): Promise<void> {
    this.#stopping = true;
    const parts = [...this.#parts.values()];
    const stages = [...new Set(parts.map((part) => part.spec.stopStage))].sort((a, b) => a - b);
    for (const stage of stages) {
      const now = parts.filter((part) => part.spec.stopStage === stage);
      await Promise.all(now.map((part) => this.stop(part.spec.name)));
    }
  }

  #spawn(spec: PartSpec, stdio: ("ignore" | "pipe" | number)[]): ChildProcess {
    if (this.#stopping) throw new Refusal("The stack is being stopped.");
    if (this.#parts.has(spec.name)) throw new Error(`${spec.name} is running already`);
    return spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: { ...(spec.environment ?? process.env) } as NodeJS.ProcessEnv,
      detached: true,
      stdio: stdio as ["ignore", "pipe", "pipe"],
      ...(spec.uid === undefined ? {} : { uid: spec.uid }),
      ...(spec.gid === undefined ? {} : { gid: spec.gid }),
    });
  }

  #adopt(spec: PartSpec, child: ChildProcess, logFile: string): Part {
    const recordFile = join(this.#folder, "run", `${spec.name}.json`);
    const { pid } = child;
    const record = pid === undefined ? undefined : recordOf(spec.name, pid);
    if (record) {
      mkdirSync(join(this.#folder, "run"), { recursive: true });
      writeFileSync(recordFile, JSON.stringify(record));
    } // Otherwise it never began, or has ended already.

    const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
      child.once("error", () => resolve({ code: 127, signal: null }));
      child.once("exit", (code, signal) => resolve({ code, signal }));
    }).then((end) => {
      if (pid !== undefined) signalTo(-pid, "SIGKILL"); // Whatever it started and did not take along.
      rmSync(recordFile, { force: true });
      this.#parts.delete(spec.name);
      return end;
    });
    const part = { spec, pid: pid ?? 0, logFile, ended };
    this.#parts.set(spec.name, part);
    return part;
  }
}

/** A part that ended, or never came up: what to do about it, and its last words. */
export function diedOf({ spec, logFile }: Part, how: string): Refusal {
  const advice = spec.advice ? ` ${spec.advice}` : "";
  return new Refusal(`${spec.name} ended (${how}).${advice}\n${endOfLog(logFile)}`);
}

/** Sends a signal to a process, or with a negative pid to its group. One that has ended already is no error. */
export function signalTo(pid: number, signal: NodeJS.Signals): void {
  if (pid === 0) return; // It was never started; 0 would mean our own group.
  try {
    process.kill(pid, signal);
  } catch (failure) {
    if (!(failure instanceof Error && "code" in failure && (failure.code === "ESRCH" || failure.code === "EPERM")))
      throw failure;
  }
}

/** The last lines of a log, indented, with its path. Java's stack frames are left out: they would be all one sees. */
export function endOfLog(logFile: string): string {
  const lines = readFileSync(logFile, "utf8")
    .trimEnd()
    .split("\n")
    .filter((line) => !/^\s+at /.test(line))
    .slice(-12);
  return `${lines.map((line) => `    ${line}`).join("\n")}\n    (${logFile})`;
}
