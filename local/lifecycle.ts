import { claim, release } from "./data-folder.ts";
import { ProcessGroup } from "./process-group.ts";
import type { Settings } from "./settings.ts";
import type { Steps } from "./steps.ts";

/** Somebody asked us to stop: Ctrl-C, SIGTERM, a closed terminal, or the bootstrap that started us is gone. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  readonly signal: string;

  constructor(signal: string) {
    super(`stopped by ${signal}`);
    this.signal = signal;
  }
}

/**
 * Runs work on a stack whose processes are all ended when it returns, however it returns: done, failed, interrupted, or because a part
 * died.
 *
 * @throws Interrupted, Refusal, or what the work threw
 */
export async function withProcesses<T>(
  settings: Settings,
  steps: Steps,
  work: (group: ProcessGroup) => Promise<T>,
): Promise<T> {
  const interrupted = interruption();
  await claim(settings.data);
  const group = new ProcessGroup(settings.data);
  try {
    return await Promise.race([work(group), group.death, interrupted]);
  } finally {
    if (group.names.length === 0) await group.stopAll();
    else await steps.step("Everything stopped", () => group.stopAll());
    release(settings.data);
  }
}

/** Rejects at the first request to stop; later ones change nothing, since Ctrl-C reaches us from the terminal and through npm. */
export function interruption(): Promise<never> {
  const promise = new Promise<never>((_, reject) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => reject(new Interrupted(signal)));
    process.on("disconnect", () => reject(new Interrupted("the end of its parent")));
  });
  promise.catch(() => undefined); // Whoever races against it hears of it.
  return promise;
}
