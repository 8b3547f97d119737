import { performance } from "node:perf_hooks";
import { counted, type Tally } from "./tally.ts";

const REMIND_EVERY_MS = 10_000;

/** Where lines go; standard output in all but tests. */
export interface Screen {
  isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * Prints one line per step with its time. Steps may run side by side: each is printed when it ends. Meanwhile a terminal shows what runs
 * on a last line that is rewritten; elsewhere a reminder is printed every ten seconds.
 */
export class Steps {
  readonly #screen: Screen;
  readonly #running = new Map<string, { began: number; progress: string }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(screen: Screen = process.stdout) {
    this.#screen = screen;
  }

  /**
   * Runs a step.
   *
   * @param work gets a function that shows progress; when it answers a text, that is shown behind the step's name
   */
  async step<T>(name: string, work: (progress: (text: string) => void) => Promise<T>): Promise<T> {
    const entry = { began: performance.now(), progress: "" };
    this.#running.set(name, entry);
    this.#tick();
    try {
      const value = await work((text) => {
        entry.progress = text;
      });
      this.#finish(name, "✓", entry.began, typeof value === "string" ? value : "");
      return value;
    } catch (failure) {
      this.#finish(name, "✗", entry.began, "");
      throw failure;
    }
  }

  /** Runs a step whose outcome is a count: it is marked as failed when something in it failed, and goes on. */
  async attempt(name: string, work: () => Promise<Tally>): Promise<Tally> {
    const began = performance.now();
    this.#running.set(name, { began, progress: "" });
    this.#tick();
    try {
      const tally = await work();
      this.#finish(name, tally.failed.length === 0 ? "✓" : "✗", began, counted(tally));
      return tally;
    } catch (failure) {
      this.#finish(name, "✗", began, "");
      throw failure;
    }
  }

  /** Prints a line that is no step. */
  say(text: string): void {
    this.#clear();
    this.#screen.write(`${text}\n`);
  }

  #finish(name: string, sign: string, began: number, detail: string): void {
    this.#running.delete(name);
    if (this.#running.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    this.say(`${sign} ${name.padEnd(30)} ${seconds.padStart(6)} s${detail ? `  ${detail}` : ""}`);
  }

  #tick(): void {
    this.#timer ??= setInterval(() => this.#showRunning(), this.#screen.isTTY ? 200 : REMIND_EVERY_MS);
  }

  #showRunning(): void {
    const now = performance.now();
    const texts = [...this.#running].map(
      ([name, { began, progress }]) =>
        `${name}${progress ? ` (${progress})` : ""} ${Math.round((now - began) / 1_000)} s`,
    );
    const line = `… ${texts.join(" · ")}`;
    this.#clear();
    this.#screen.write(this.#screen.isTTY ? line.slice(0, 100) : `${line}\n`);
  }

  #clear(): void {
    if (this.#screen.isTTY) this.#screen.write("\r\x1b[2K");
  }
}
