import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const LOOK_EVERY_MS = 20;

/** Bytes of this process: its heap after a collection, the most that was seen while it worked (with garbage), and what it has from the system. */
export type MemoryUse = { before: number; peak: number; after: number; resident: number };

/** How much memory some work takes and keeps. */
export async function memoryOf(work: () => Promise<unknown>): Promise<MemoryUse> {
  const before = liveHeap();
  const use = { before, peak: before, resident: 0 };
  const look = () => {
    const { heapUsed, rss } = process.memoryUsage();
    use.peak = Math.max(use.peak, heapUsed);
    use.resident = Math.max(use.resident, rss);
  };
  const looking = setInterval(look, LOOK_EVERY_MS);
  try {
    await work();
  } finally {
    clearInterval(looking);
  }
  look();
  return { ...use, after: liveHeap() };
}

function liveHeap(): number {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  collect();
  return process.memoryUsage().heapUsed;
}

export const mebibytes = (bytes: number) => `${Math.round(bytes / 1024 ** 2)} MiB`;
