import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { alone, type Target } from "./load.ts";

type Questions = { targets: readonly Target[]; requests: number };

/**
 * {@link alone} in a thread of its own, for while this one is at work: a client that shares an event loop with what it measures would wait for it.
 * @returns the durations in ms
 */
export function aloneInAThread(targets: readonly Target[], requests: number): Promise<number[]> {
  const workerData: Questions = { targets, requests };
  const thread = new Worker(new URL(import.meta.url), { workerData });
  return new Promise((resolve, reject) => {
    thread.once("message", resolve);
    thread.once("error", reject);
  });
}

if (!isMainThread) {
  const { targets, requests } = workerData as Questions;
  parentPort?.postMessage(await alone(targets, requests));
}
