import { environment } from "./environment.ts";

/** Stops and starts parts of the stack; each answers once it is done. */
export const stack = {
  stopKafka: () => order("POST", "/kafka/stop"),
  startKafka: () => order("POST", "/kafka/start"),
  stopRegistry: () => order("POST", "/registry/stop"),
  killRegistry: () => order("POST", "/registry/kill"),
  startRegistry: () => order("POST", "/registry/start"),
  stopWorker: () => order("POST", "/worker/stop"),
  /** `kill -9`: it has no chance to finish or to release anything. */
  killWorker: () => order("POST", "/worker/kill"),
  /** @param more variables beyond those of every worker */
  startWorker: (more: Record<string, string> = {}) => order("POST", "/worker/start", { environment: more }),
  /** Starts whatever a failed test left stopped. */
  async startAll() {
    const running = await order("GET", "/state");
    if (!running.includes("kafka")) await order("POST", "/kafka/start");
    if (environment.TEST_REGISTRY_URL && !running.includes("registry")) await order("POST", "/registry/start");
    if (!running.includes("worker")) await order("POST", "/worker/start");
  },
};

/** Carries out an order and answers the names of the parts that run then. */
async function order(method: string, path: string, told?: unknown): Promise<string[]> {
  const headers = { authorization: `Bearer ${environment.STACK_CONTROL_TOKEN}` };
  const response = await fetch(`${environment.STACK_CONTROL_URL}${path}`, {
    method,
    headers,
    body: JSON.stringify(told),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { running: string[] }).running;
}
