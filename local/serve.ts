import { setTimeout as sleep } from "node:timers/promises";
import { LOOPBACK } from "./ports.ts";
import { endOfLog, type Part } from "./process-group.ts";
import { Refusal } from "./refusal.ts";
import type { Variables } from "./settings.ts";
import { nodeProgram, type Stack, webUrl } from "./stack.ts";

const READY_WITHIN_MS = 90_000;

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
  await ready(part, `${webUrl(stack.settings)}/health/ready`);
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
  await ready(part, `http://${LOOPBACK}:${environment.WORKER_HEALTH_PORT}/health/ready`);
}

async function ready(part: Part, url: string): Promise<void> {
  let over = false;
  part.ended.then(() => {
    over = true;
  });
  const deadline = Date.now() + READY_WITHIN_MS;
  let said = "no answer";
  while (!over && Date.now() < deadline) {
    said = await ask(url);
    if (said === "200") return;
    await sleep(100);
  }
  const why = over ? "ended" : `is not ready after ${READY_WITHIN_MS / 1_000} s (${url}: ${said})`;
  throw new Refusal(`${part.spec.name} ${why}.\n${endOfLog(part.logFile)}`);
}

async function ask(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
    const body = await response.text();
    return response.status === 200 ? "200" : `${response.status} ${body.slice(0, 300)}`;
  } catch {
    return "no answer"; // It does not listen yet; the part's end is watched by its caller.
  }
}
