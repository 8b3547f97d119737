import { environment } from "./environment.ts";

/** Stops and starts parts of the stack; each answers once it is done. */
export const stack = {
  stopKafka: () => order("/kafka/stop"),
  startKafka: () => order("/kafka/start"),
  stopWorker: () => order("/worker/stop"),
  /** `kill -9`: it has no chance to finish or to release anything. */
  killWorker: () => order("/worker/kill"),
  startWorker: () => order("/worker/start"),
};

async function order(path: string): Promise<void> {
  const response = await fetch(`${environment.STACK_CONTROL_URL}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${environment.STACK_CONTROL_TOKEN}` },
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}
