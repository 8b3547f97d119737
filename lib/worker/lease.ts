import type { Database } from "#lib/db/database";
import { acquireLease, releaseLease, renewLease } from "#lib/db/worker-stores/cluster-leases";

/** What a lease must outlast beside the request itself: the way to the broker, and a pause of this process. */
export const WRITE_MARGIN_MS = 2_000;
/** How often a lease is prolonged; several times may fail before a write has to wait. */
export const RENEW_EVERY_MS = 2_000;

export type LeaseScope = { cluster: string; holder: string; epoch: bigint };

/**
 * This worker's right to look after one cluster. The database's clock decides; here its answer is counted down from before the question
 * was sent, so this side always believes to hold it for a little less than it does.
 */
export class Lease {
  readonly scope: LeaseScope;
  /** Names the worker that let it expire; null when it was free. */
  readonly takenOverFrom: string | null;
  readonly #db: Database;
  readonly #requestTimeoutMs: number;
  readonly #lastsMs: number;
  #expires: Clocks;
  #unansweredWriteUntil = 0;

  private constructor(
    db: Database,
    { requestTimeoutMs, lastsMs }: { requestTimeoutMs: number; lastsMs: number },
    scope: LeaseScope,
    expires: Clocks,
    takenOverFrom: string | null,
  ) {
    this.#db = db;
    this.#requestTimeoutMs = requestTimeoutMs;
    this.#lastsMs = lastsMs;
    this.scope = scope;
    this.#expires = expires;
    this.takenOverFrom = takenOverFrom;
  }

  /**
   * Takes the lease, or answers null when another worker holds it.
   * @param lastsMs how long it is held from now on, and from each time that it is prolonged
   */
  static async acquire(
    db: Database,
    cluster: string,
    holder: string,
    requestTimeoutMs: number,
    lastsMs = durationMs(requestTimeoutMs),
  ): Promise<Lease | null> {
    const asked = clocks();
    const row = await acquireLease(db, cluster, holder, lastsMs);
    if (!row) return null;
    const scope = { cluster, holder, epoch: row.epoch };
    return new Lease(db, { requestTimeoutMs, lastsMs }, scope, later(asked, row.remainingMs), row.takenOverFrom);
  }

  /** How long it is surely held, in ms; 0 or less when it may be somebody else's. */
  remainingMs(): number {
    const now = clocks();
    return Math.min(this.#expires.monotonic - now.monotonic, this.#expires.wall - now.wall);
  }

  /** Whether a write that is sent now is over, one way or the other, before anybody else can hold the lease. */
  mayWrite(): boolean {
    return this.remainingMs() > this.#requestTimeoutMs + WRITE_MARGIN_MS;
  }

  /** Prolongs it. False when it is lost. */
  async renew(): Promise<boolean> {
    const asked = clocks();
    const { cluster, holder, epoch } = this.scope;
    const row = await renewLease(this.#db, cluster, holder, epoch, this.#lastsMs);
    if (row) this.#expires = later(asked, row.remainingMs);
    return row !== null;
  }

  /** A write got no answer: the cluster may still carry it out, for at most one request time-out. */
  noteUnansweredWrite(): void {
    this.#unansweredWriteUntil = clocks().monotonic + this.#requestTimeoutMs;
  }

  /** For how long a write that got no answer may still be carried out, in ms; 0 when none is under way. */
  unansweredForMs(): number {
    return Math.max(0, this.#unansweredWriteUntil - clocks().monotonic);
  }

  /**
   * Gives it back, so that the next holder begins at once. After an unanswered write it is left to expire instead, because who takes over
   * an expired lease waits.
   */
  async release(): Promise<void> {
    if (this.unansweredForMs() > 0) return;
    await releaseLease(this.#db, this.scope.cluster, this.scope.holder, this.scope.epoch);
  }
}

/** Long enough for a write right after three renewals failed. */
function durationMs(requestTimeoutMs: number): number {
  return requestTimeoutMs + WRITE_MARGIN_MS + 4 * RENEW_EVERY_MS;
}

/** The monotonic clock stands still while a machine sleeps, the wall clock may be set back: only both together are safe. */
type Clocks = { monotonic: number; wall: number };

function clocks(): Clocks {
  return { monotonic: performance.now(), wall: Date.now() };
}

function later({ monotonic, wall }: Clocks, ms: number): Clocks {
  return { monotonic: monotonic + ms, wall: wall + ms };
}
