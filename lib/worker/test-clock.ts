const HOURS = 3_600_000;
/** Right, ahead or behind: by the seed. */
const SKEWS = [0, 7 * HOURS, -7 * HOURS];

/**
 * Lets this process's clock differ from everybody else's, in ms, until the answer is called. It goes on running; what is measured by the monotonic
 * clock is not touched.
 */
export function skewClock(ms: number): () => void {
  const real = globalThis.Date;
  const now = () => real.now() + ms;
  globalThis.Date = new Proxy(real, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length > 0 ? args : [now()], newTarget),
    get: (target, key, receiver) => (key === "now" ? now : Reflect.get(target, key, receiver)),
  });
  return () => {
    globalThis.Date = real;
  };
}

/** Lets a history happen to a process whose clock is right, or wrong by hours. */
export async function skewedBySeed(seed: number, history: () => Promise<void>): Promise<void> {
  const unskew = skewClock(SKEWS[seed % SKEWS.length] ?? 0);
  try {
    await history();
  } finally {
    unskew();
  }
}
