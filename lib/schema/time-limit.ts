import { createContext, Script } from "node:vm";

const context: { work?: () => unknown } = {};
createContext(context);
const script = new Script("work()");

/**
 * Does work that waits for nothing, for so many milliseconds at most: only V8 itself can stop a loop. What people write may make a reading grow
 * with the square of its length, and whoever shares the process would wait for it.
 * @returns null when it took longer; whatever the work throws is thrown
 */
export function withinMs<T>(ms: number, work: () => T): { value: T } | null {
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
