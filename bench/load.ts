import { Agent, get } from "node:http";
import { percentile } from "./statistics.ts";

export type Target = { url: string; token?: string };

const MOST_REQUESTS = 20_000;

/** One GET on a connection that is kept; the answer is read to its end. @returns its duration in ms and its bytes */
export function ask({ url, token }: Target, agent: Agent): Promise<{ tookMs: number; body: string }> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    get(url, { agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const body = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve({ tookMs: performance.now() - began, body });
        else reject(new Error(`${url} answered ${response.statusCode}: ${body.slice(0, 300)}`));
      });
      response.on("error", reject);
    }).on("error", reject);
  });
}

/** Asks the targets in turn on some connections for some time. @returns requests per second */
export async function throughput(targets: readonly Target[], connections: number, forMs: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const began = performance.now();
  let asked = 0;
  const client = async () => {
    while (performance.now() - began < forMs && asked < MOST_REQUESTS) {
      const target = targets[asked % targets.length];
      asked += 1;
      if (target) await ask(target, agent);
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  const seconds = (performance.now() - began) / 1_000;
  agent.destroy();
  return asked / seconds;
}

/** Asks the targets in turn, one request at a time. @returns the durations in ms */
export async function alone(targets: readonly Target[], requests: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const durations: number[] = [];
  for (let index = 0; index < requests; index += 1) {
    const target = targets[index % targets.length];
    if (target) durations.push((await ask(target, agent)).tookMs);
  }
  agent.destroy();
  return durations;
}

export const p95 = (durations: readonly number[]) => percentile(durations, 95);
