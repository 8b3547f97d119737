/** The process is gone: nothing after this line of it happens. */
class Crash extends Error {}

/** mulberry32: small, seeded, good enough to choose what happens next. */
function randomOf(seed: number): () => number {
  let state = seed * 0x9e3779b1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The frame of one random history: what happens next is chosen by a seed, a worker may die at any of its steps and another one takes over, and what
 * must never happen is collected in `violations` as it happens.
 */
export class SeededHistory<Step extends string> {
  readonly violations: string[] = [];
  readonly #random: () => number;
  readonly #steps: readonly Step[];
  #crashAt: Step | null = null;

  constructor(seed: number, steps: readonly Step[]) {
    this.#random = randomOf(seed);
    this.#steps = steps;
  }

  chance(odds: number): boolean {
    return this.#random() < odds;
  }

  /** One of these; undefined, whatever the type says, when there is none. */
  pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#random() * from.length)] as T;
  }

  /** A worker's checkpoint: it dies at the step that was chosen for it. */
  readonly checkpoint = (step: Step): void => {
    if (step === this.#crashAt) throw new Crash(step);
  };

  /**
   * Does one piece of a worker's work, which may die at any step.
   * @param isTrouble what else may go wrong without being a mistake
   * @returns false when the worker died
   */
  async survives(
    work: () => Promise<unknown>,
    { mayDie, isTrouble }: { mayDie: boolean; isTrouble(error: unknown): boolean },
  ): Promise<boolean> {
    this.#crashAt = mayDie && this.chance(0.4) ? this.pick(this.#steps) : null;
    try {
      await work();
    } catch (error) {
      if (error instanceof Crash) return false;
      if (!isTrouble(error)) throw error;
    }
    return true;
  }
}
