import { setTimeout as sleep } from "node:timers/promises";
import { diedOf, endOfLog, type Part } from "./process-group.ts";
import { Refusal } from "./refusal.ts";

const ASK_EVERY_MS = 75;
/** Only what hangs reaches this: what ends is told of at once. A first start may share two cores with a build, and with other starts. */
const SERVES_WITHIN_MS = 180_000;

/**
 * Waits until a part serves.
 *
 * @param ask asks it once; answers undefined when it serves, else what is still amiss
 * @throws Refusal with the end of its log when it ends, or does not serve in time
 */
export async function answering(part: Part, ask: () => Promise<string | undefined>): Promise<void> {
  let how: string | undefined;
  part.ended.then(({ code, signal }) => {
    how = signal ?? `code ${code}`;
  });
  const deadline = performance.now() + SERVES_WITHIN_MS;
  let amiss = await ask();
  while (amiss !== undefined) {
    if (how !== undefined) throw diedOf(part, how);
    if (performance.now() > deadline) {
      throw new Refusal(
        `${part.spec.name} does not serve after ${SERVES_WITHIN_MS / 1_000} s: ${amiss}\n${endOfLog(part.logFile)}`,
      );
    }
    await sleep(ASK_EVERY_MS);
    amiss = await ask();
  }
}
