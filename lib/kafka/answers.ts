import type { Answer, ClusterError } from "./cluster-admin.ts";
import { clusterError } from "./cluster-error.ts";

/** Items per read. A broker answers configs fastest at 250 to 500 names, and the worker's event loop is held about 10 ms by each. */
export const ITEMS_PER_READ = 250;

/** What a write answers for an item that took effect. */
export const DONE: Answer<null> = { ok: true, value: null };

/** The answer about an item that was refused. */
export function refused(error: ClusterError): { ok: false; error: ClusterError } {
  return { ok: false, error };
}

/** One answer per name, by name: brokers answer in an order of their own. A name that the broker passed over may be asked again. */
export function answersByName<T>(
  names: readonly string[],
  answerOf: (name: string) => Answer<T> | undefined,
): Map<string, Answer<T>> {
  return new Map(names.map((name) => [name, answerOf(name) ?? passedOver()]));
}

/** What is known about an item that the broker's answer does not hold. */
export function passedOver(): { ok: false; error: ClusterError } {
  return refused(clusterError(-1, "The broker gave no answer about this."));
}

/** Asks about many names in several reads, one after the other: a broker works on one request of a connection at a time anyway. */
export async function inReads<T>(
  names: readonly string[],
  read: (names: readonly string[]) => Promise<Map<string, T>>,
): Promise<Map<string, T>> {
  const all = new Map<string, T>();
  for (let start = 0; start < names.length; start += ITEMS_PER_READ) {
    for (const [name, answer] of await read(names.slice(start, start + ITEMS_PER_READ))) all.set(name, answer);
  }
  return all;
}
