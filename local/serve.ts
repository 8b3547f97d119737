import { answering } from "./answering.ts";
import { LOOPBACK } from "./ports.ts";
import type { Variables } from "./settings.ts";
import { nodeProgram, type Stack, webUrl } from "./stack.ts";

/** Starts the web process and waits until it says that it is ready. */
export async function startWeb(stack: Stack, { dev = false, more = {} as Variables } = {}): Promise<void> {
  const part = stack.group.start({
    ...nodeProgram(stack.settings, "web", ["lib/web/main.ts", ...(dev ? ["--dev"] : [])], {
      NEXT_TELEMETRY_DISABLED: "1",
      ...stack.environments.web,
      ...more,
    }),
    stopStage: 1,
    stopWithinMs: 3_000,
  });
  await answering(part, () => ask(`${webUrl(stack.settings)}/health/ready`));
}

/**
 * Starts a worker and waits until it says that it is ready.
 *
 * @param name of the part: a stack may have several workers, each with a health port of its own
 * @param more variables beyond those of every worker
 */
export async function startWorker(
  stack: Stack,
  { name = "worker", watch = false, more = {} as Variables } = {},
): Promise<void> {
  const environment = { ...stack.environments.worker, ...more };
  const part = stack.group.start({
    ...nodeProgram(stack.settings, name, [...(watch ? ["--watch"] : []), "lib/worker/main.ts"], environment),
    stopStage: 1,
    stopWithinMs: 3_000,
  });
  await answering(part, () => ask(`http://${LOOPBACK}:${environment.WORKER_HEALTH_PORT}/health/ready`));
}

/** What a process says of its readiness; undefined when it is ready. */
async function ask(url: string): Promise<string | undefined> {
  try {
    // Compiling on demand, the first answer takes long.
    const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
    const body = await response.text();
    return response.ok ? undefined : `${url} says ${response.status} ${body.slice(0, 300)}`;
  } catch {
    return `${url} does not answer`;
  }
}
