import { setTimeout as sleep } from "node:timers/promises";

/** A bell: many rings before somebody listens are one. */
export class WakeUp {
  #rung = false;
  #listener: (() => void) | null = null;

  ring(): void {
    this.#rung = true;
    this.#listener?.();
  }

  /** Waits for the bell, at most `ms`, or until the signal; returns at once when it has rung since the last wait. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#rung && !signal.aborted) {
      const rung = new AbortController();
      this.#listener = () => rung.abort();
      await pause(ms, AbortSignal.any([rung.signal, signal]));
      this.#listener = null;
    }
    this.#rung = false;
  }
}

/** Waits so many ms, or until the signal; never rejects. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
