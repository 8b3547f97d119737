import { Pool } from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { CONNECTION_WITHIN_MS } from "./database.ts";

/** Connections of their own: the limiter counts before a transaction begins and must not wait for one to end. */
const CONNECTIONS = 2;

export type RateLimit = {
  /** Counts one attempt under a key. */
  take(key: string): Promise<Taken>;
  /** Gives one attempt back. */
  giveBack(key: string): Promise<void>;
  /** Forgets a key. */
  reset(key: string): Promise<void>;
};

export type Taken =
  | { ok: true }
  | {
      ok: false;
      retryAfterSeconds: number;
      /** True for the first refusal of a window only, so that a flood leaves one record. */
      first: boolean;
    };

export type RateLimits = {
  limit(name: string, attempts: number, windowSeconds: number): RateLimit;
  close(): Promise<void>;
};

/** Opens limits that are shared by every web process, in the table `rate_limits`. */
export function openRateLimits(url: string): RateLimits {
  const pool = new Pool({ connectionString: url, max: CONNECTIONS, connectionTimeoutMillis: CONNECTION_WITHIN_MS });
  // One that the database ends while nobody uses it is replaced at the next attempt; unheard, it would end the process.
  pool.on("error", () => undefined);
  return {
    limit: (name, attempts, windowSeconds) => rateLimit(pool, name, attempts, windowSeconds),
    close: () => pool.end(),
  };
}

function rateLimit(pool: Pool, keyPrefix: string, points: number, duration: number): RateLimit {
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    storeType: "pool",
    tableName: "rate_limits",
    tableCreated: true,
    keyPrefix,
    points,
    duration,
  });
  return {
    async take(key) {
      try {
        await limiter.consume(key);
        return { ok: true };
      } catch (refusal) {
        // The library rejects with its result where the limit is reached, and with an error where the store failed.
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
        return { ok: false, retryAfterSeconds, first: refusal.consumedPoints === points + 1 };
      }
    },
    giveBack: async (key) => void (await limiter.reward(key)),
    reset: async (key) => void (await limiter.delete(key)),
  };
}
