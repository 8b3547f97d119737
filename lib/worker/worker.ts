import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import type { Logger } from "pino";
import type { Database } from "#lib/db/database";
import { OUTBOX_BELL } from "#lib/db/insert-notices";
import { listen } from "#lib/db/listen";
import { endHeartbeat } from "#lib/db/worker-stores/worker-heartbeats";
import type { RegistryConnection } from "#lib/domain/registry-connection";
import type { ClusterAdmin } from "#lib/kafka/cluster-admin";
import type { ClusterConnection } from "#lib/kafka/cluster-connection";
import type { ClusterDefinition } from "#lib/kafka/cluster-definitions";
import type { MessageReader } from "#lib/kafka/message-reader";
import type { SubjectRegistry } from "#lib/registry/subject-registry";
import { backOffMs, CONTACT_BACK_OFF } from "./back-off.ts";
import { closeCampaigns } from "./close-campaigns.ts";
import { expireGrants } from "./expire-grants.ts";
import { forgetExpired } from "./forget-expired.ts";
import { lapseRequests } from "./lapse-requests.ts";
import { type ServedCluster, serveCluster } from "./loop.ts";
import { registerClusters, type WorkerIdentity } from "./register-clusters.ts";
import { remindOfGrants } from "./remind-grants.ts";
import { type Means, tellPeople } from "./tell-people.ts";
import { pause, WakeUp } from "./wake-up.ts";

const BEAT_EVERY_MS = 5_000;
const LAPSE_EVERY_MS = 60_000;
const EXPIRE_EVERY_MS = 5_000;
const CLOSE_EVERY_MS = 5_000;
const REMIND_EVERY_MS = 60_000;
const FORGET_EVERY_MS = 60_000;
/** A heart that has not beaten for so long means that this worker is of no use. */
const READY_WITHIN_MS = 20_000;

export type WorkerParts = {
  db: Database;
  /** For LISTEN, which needs a connection of its own. */
  databaseUrl: string;
  definitions: readonly ClusterDefinition[];
  connect(connection: ClusterConnection): ClusterAdmin;
  connectReader(connection: ClusterConnection): MessageReader;
  connectRegistry(connection: RegistryConnection): SubjectRegistry;
  /** The private key that credentials are sealed to. */
  credentialKey: string;
  /** How people are told of what concerns them. */
  means: Means;
  version: string;
  log: Logger;
};

type Serving = { stop: AbortController; wakeUps: ServedCluster["wakeUps"]; ended: Promise<void> };

/** All clusters of one process, each served by itself. */
export class Worker {
  readonly identity: WorkerIdentity;
  readonly #parts: WorkerParts;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  readonly #outboxBell = new WakeUp();
  readonly #serving = new Map<string, Serving>();
  #refused = new Set<string>();
  #lastBeat: number | null = null;
  #ended: Promise<unknown> = Promise.resolve();

  constructor(parts: WorkerParts) {
    const id = `${hostname()}-${process.pid}-${randomBytes(3).toString("hex")}`;
    this.identity = { id, version: parts.version };
    this.#parts = parts;
    this.#log = parts.log.child({ worker: id });
  }

  /** Begins to work; returns at once. The database and the clusters may come up later. */
  start(): void {
    const listening = listen({
      url: this.#parts.databaseUrl,
      channel: "headgate_work",
      onNotify: (due) => (due === OUTBOX_BELL ? this.#outboxBell.ring() : this.#wake(due)),
      onListening: () => this.#wakeAll(),
      onError: (error) => this.#log.warn({ err: error }, "not listening for work; connecting again"),
      backOffMs: (failures) => backOffMs(CONTACT_BACK_OFF, failures),
    });
    const { signal } = this.#stopping;
    this.#ended = Promise.all([
      this.#every(BEAT_EVERY_MS, "heartbeat", () => this.#beat()),
      this.#every(LAPSE_EVERY_MS, "lapsing", () => this.#lapse()),
      this.#every(EXPIRE_EVERY_MS, "expiring", () => this.#expire()),
      this.#every(REMIND_EVERY_MS, "reminding", () => this.#remind()),
      this.#every(FORGET_EVERY_MS, "forgetting", () => this.#forget()),
      this.#every(CLOSE_EVERY_MS, "closing recertifications", () => this.#closeCampaigns()),
      tellPeople({ db: this.#parts.db, log: this.#log, ...this.#parts.means }, this.#outboxBell, signal),
      new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve())).then(() => listening.close()),
    ]);
  }

  /** Whether the database knows that this worker lives. */
  get isReady(): boolean {
    return this.#lastBeat !== null && performance.now() - this.#lastBeat < READY_WITHIN_MS;
  }

  /** Takes no more work, lets each cluster finish the step it is at, gives the leases back. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const { stop } of this.#serving.values()) stop.abort();
    await Promise.all([this.#ended, ...[...this.#serving.values()].map(({ ended }) => ended)]);
    await endHeartbeat(this.#parts.db, this.identity.id);
  }

  async #beat(): Promise<void> {
    const { accepted, refused } = await registerClusters(this.#parts.db, this.identity, this.#parts.definitions);
    this.#lastBeat = performance.now();
    for (const slug of refused.filter((one) => !this.#refused.has(one))) {
      this.#log.error({ cluster: slug }, "refused: another worker serves this cluster under another definition");
    }
    this.#refused = new Set(refused);

    for (const slug of refused) this.#serving.get(slug)?.stop.abort();
    for (const slug of accepted) if (!this.#serving.has(slug)) this.#serve(slug);
  }

  #serve(slug: string): void {
    const definition = this.#parts.definitions.find(({ cluster }) => cluster.slug === slug);
    if (!definition || this.#stopping.signal.aborted) return;

    const stop = new AbortController();
    const wakeUps = { kafka: new WakeUp(), registry: new WakeUp(), probes: new WakeUp() };
    const admin = this.#parts.connect(definition.connection);
    const reader = this.#parts.connectReader(definition.connection);
    const registry = definition.registry ? this.#parts.connectRegistry(definition.registry) : null;
    const { db, credentialKey } = this.#parts;
    const { sweepIntervalMs, figuresIntervalMs } = definition;
    const log = this.#log.child({ cluster: slug });
    const intervals = { sweepIntervalMs, figuresIntervalMs };
    const served = serveCluster(
      { slug, workerId: this.identity.id, db, admin, reader, registry, credentialKey, ...intervals, log, wakeUps },
      stop.signal,
    );
    const ended = served
      .then(() => Promise.all([admin.close(), reader.close(), registry?.close()]))
      .then(() => undefined)
      .finally(() => this.#serving.delete(slug));
    this.#serving.set(slug, { stop, wakeUps, ended });
  }

  #wakeAll(): void {
    this.#outboxBell.ring();
    for (const slug of this.#serving.keys()) this.#wake(slug);
  }

  #wake(slug: string): void {
    const serving = this.#serving.get(slug);
    if (serving) for (const wakeUp of Object.values(serving.wakeUps)) wakeUp.ring();
  }

  async #lapse(): Promise<void> {
    const lapsed = await lapseRequests(this.#parts.db);
    if (lapsed > 0) this.#log.info({ lapsed }, "requests lapsed");
  }

  async #expire(): Promise<void> {
    const expired = await expireGrants(this.#parts.db);
    if (expired > 0) this.#log.info({ expired }, "grants and principals ended by their date");
  }

  async #remind(): Promise<void> {
    if ((await remindOfGrants(this.#parts.db)) > 0) this.#outboxBell.ring();
  }

  async #forget(): Promise<void> {
    const removed = await forgetExpired({ db: this.#parts.db, log: this.#log }, this.#stopping.signal);
    if (Object.keys(removed).length > 0) this.#log.debug({ removed }, "what was over was removed");
  }

  async #closeCampaigns(): Promise<void> {
    const ended = await closeCampaigns(this.#parts.db);
    if (ended > 0) this.#log.info({ ended }, "grants ended that nobody answered for");
  }

  async #every(ms: number, what: string, work: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await work().catch((error: unknown) => this.#log.error({ err: error }, `${what} failed`));
      await pause(ms, signal);
    }
  }
}
