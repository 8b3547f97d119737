import { createContext, Script } from "node:vm";

const context: { work?: () => unknown } = {};
createContext(context);
const script = new Script("work()");

/** Before Node 23.9 only that of all threads together is known. */
const timeUsed = process.threadCpuUsage ?? process.cpuUsage;

/** Tries of 1, 2 and 4 times the limit: a process that is given little of the processor stands still for no longer. */
const MOST_PATIENCE = 4;

/**
 * Does work that waits for nothing, for so many milliseconds of this thread's processor time: only V8 itself can stop a loop. What people write may
 * make a reading grow with the square of its length, and whoever shares the process would wait for it.
 *
 * V8 looks at the clock on the wall, by which little is done on a busy machine. So work that was stopped before it had half of its time begins
 * anew with twice as much of the clock's: it must do the same each time. All tries together take at most seven times as long by the clock, and five
 * times of the processor, where it gets busy with this only in the last one.
 * @param patience how many times the limit the last try may take by the clock; with 1 there is one try, for work whose memory nothing else limits
 * @returns null when it took longer; whatever the work throws is thrown
 */
export function withinMs<T>(ms: number, work: () => T, patience = MOST_PATIENCE): { value: T } | null {
  for (let clockMs = ms; ; clockMs *= 2) {
    const spent = processorTime();
    const done = byTheClock(clockMs, work);
    if (done || spent() >= ms / 2 || clockMs >= patience * ms) return done;
  }
}

/** Begins to count this thread's processor time; asked, it answers how many milliseconds it has been since. */
export function processorTime(): () => number {
  const began = timeUsed();
  return () => {
    const { user, system } = timeUsed(began);
    return (user + system) / 1_000;
  };
}

function byTheClock<T>(ms: number, work: () => T): { value: T } | null {
  let done: { value: T } | null = null;
  context.work = () => {
    done = { value: work() };
  };
  try {
    script.runInContext(context, { timeout: ms });
  } catch (thrown) {
    if (!hasTimedOut(thrown)) throw thrown;
  }
  return done;
}

/** The error is one of the other context's, and so no `Error` of ours. */
function hasTimedOut(thrown: unknown): boolean {
  const code = typeof thrown === "object" && thrown !== null && "code" in thrown ? thrown.code : undefined;
  return code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
