import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";

export type ListenOptions = {
  url: string;
  channel: string;
  /** A notification came; `payload` is what the sender gave. */
  onNotify(payload: string): void;
  /** Listening began, or began again: whatever was sent before is lost, so look at everything. */
  onListening(): void;
  onError(error: unknown): void;
  /** How long to wait before connecting again, in ms, after so many failures in a row. */
  backOffMs(failures: number): number;
};

/**
 * Listens on a Postgres channel over a connection of its own, because LISTEN does not survive transaction pooling. Connects again by
 * itself, for ever, until it is closed.
 */
export function listen(options: ListenOptions): { close(): Promise<void> } {
  const closing = new AbortController();
  const running = keepListening(options, closing.signal);
  return {
    async close() {
      closing.abort();
      await running;
    },
  };
}

async function keepListening(options: ListenOptions, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await listenOnce(options, signal, () => {
        failures = 0;
      });
    } catch (error) {
      options.onError(error);
      await sleep(options.backOffMs(failures), undefined, { signal }).catch(() => undefined);
      failures += 1;
    }
  }
}

/** Until the connection ends; resolves when it was closed on purpose, rejects when it broke. */
async function listenOnce(options: ListenOptions, signal: AbortSignal, connected: () => void): Promise<void> {
  const client = new Client({ connectionString: options.url, keepAlive: true, connectionTimeoutMillis: 5_000 });
  const broken = Promise.withResolvers<void>();
  const stop = () => broken.resolve();
  signal.addEventListener("abort", stop, { once: true });
  client.on("error", broken.reject);
  client.on("end", () => broken.reject(new Error("The connection was closed.")));
  client.on("notification", ({ payload }) => options.onNotify(payload ?? ""));
  // Handled below; without this, one that breaks while it connects would be an unhandled rejection.
  broken.promise.catch(() => undefined);

  try {
    await client.connect();
    await client.query(`LISTEN ${client.escapeIdentifier(options.channel)}`);
    connected();
    options.onListening();
    await broken.promise;
  } finally {
    signal.removeEventListener("abort", stop);
    await client.end().catch(() => undefined);
  }
}
