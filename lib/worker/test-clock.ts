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
