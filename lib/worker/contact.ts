import { WakeUp } from "./wake-up.ts";

/**
 * Whether a cluster can be worked with just now. The sweep finds out and says so; reconciling waits here meanwhile, so nothing is tried
 * on a cluster that is known to be away.
 */
export class Contact {
  #established = false;
  #failures = 0;
  readonly #restored = new WakeUp();
  readonly #lost = new WakeUp();

  get isEstablished(): boolean {
    return this.#established;
  }

  /** How many times in a row contact failed. */
  get failures(): number {
    return this.#failures;
  }

  establish(): void {
    this.#established = true;
    this.#failures = 0;
    this.#restored.ring();
  }

  /** A call got no answer, or an answer of another cluster. */
  lose(): void {
    this.#established = false;
    this.#failures += 1;
    this.#lost.ring();
  }

  /** Waits until the cluster can be worked with, or until the signal. */
  async established(signal: AbortSignal): Promise<void> {
    while (!this.#established && !signal.aborted) await this.#restored.wait(60_000, signal);
  }

  /** Waits at most so long, less when contact is lost meanwhile. */
  async whileEstablished(ms: number, signal: AbortSignal): Promise<void> {
    await this.#lost.wait(ms, signal);
  }
}
