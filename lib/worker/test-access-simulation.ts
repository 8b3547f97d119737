import type { GrantTerms } from "#lib/domain/grant";
import { ClusterCallFailed, type ClusterError } from "#lib/kafka/cluster-admin";
import type { ClusterCall, ClusterFaults } from "#lib/kafka/cluster-faults";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import type { Checkpoint, ClusterSession } from "./cluster-session.ts";
import { expireGrants } from "./expire-grants.ts";
import { observeAcls } from "./observe-acls.ts";
import { reconcilePrincipals } from "./reconcile-principals.ts";
import { settleUnheldGrants } from "./settle-unheld-grants.ts";
import { consume, produce, TestAccess } from "./test-access.ts";
import { AccessOutsiders } from "./test-access-outsiders.ts";
import { SeededHistory } from "./test-history.ts";
import { definitionOf, type TestInstallation } from "./test-installation.ts";

const CHECKPOINTS: Checkpoint[] = ["taken", "attempt-recorded", "answered", "verified", "committed"];
const TOPICS = ["orders.a", "orders.b", "orders.c", "orders.d"];
const GROUPS = ["reader.one", "reader.two"];

/**
 * One random history of access to a cluster: people grant, revoke, rotate and end, dates pass, others make and delete ACLs, users and
 * quotas behind Headgate's back, calls fail, answers are lost, single items are refused, workers die between any two steps. What must
 * never happen is collected in `violations` as it happens.
 */
export class AccessSimulation {
  readonly slug: string;
  readonly cluster = new InMemoryCluster({ requestTimeoutMs: 10_000 });
  readonly access: TestAccess;
  readonly #installation: TestInstallation;
  readonly history: SeededHistory<Checkpoint>;
  readonly #applications: string[] = [];
  readonly #names: string[] = [];
  readonly outsiders: AccessOutsiders;
  #session: ClusterSession | null = null;
  #workers = 0;

  constructor(installation: TestInstallation, seed: number) {
    this.#installation = installation;
    this.slug = `access-${seed}`;
    this.access = new TestAccess(installation, this.slug);
    this.history = new SeededHistory(seed, CHECKPOINTS);
    const { cluster, history } = this;
    this.outsiders = new AccessOutsiders({ cluster, history, topics: TOPICS, names: this.#names });
  }

  get #db() {
    return this.#installation.owner;
  }

  async start(): Promise<void> {
    await this.#installation.register("worker-0", [definitionOf(this.slug)]);
    for (let index = 0; index < 3; index += 1)
      this.#applications.push(await this.access.application(`${this.slug}-${index}`));
    await this.#principal();
  }

  async step(): Promise<void> {
    const happen = this.history.pick([
      () => this.#grant(),
      () => this.#grant(),
      () => this.#revoke(),
      () => this.#expire(),
      () => this.#principal(),
      () => this.#changePrincipal(),
      () => this.outsiders.acls(),
      () => this.outsiders.users(),
      () => this.#trouble(),
      () => this.#work(reconcilePrincipals),
      () => this.#work(reconcilePrincipals),
      () => this.#work(reconcilePrincipals),
      () => this.#work(observeAcls),
      () => this.#work(settleUnheldGrants),
    ]);
    await happen();
    this.#othersAreUntouched();
  }

  /** Trouble ends; the worker works until nothing is left to do, and looks twice. */
  async settle(): Promise<void> {
    this.cluster.start();
    this.cluster.faults = this.#faults({});
    this.#session = null;
    await expireGrants(this.#installation.database.worker);
    await this.#retry();
    for (let round = 0; round < 6; round += 1) {
      await this.access.everythingIsDue();
      await this.#work(reconcilePrincipals, false);
    }
    await this.#work(settleUnheldGrants, false);
    for (let sweep = 0; sweep < 4; sweep += 1) {
      await this.#work(observeAcls, false);
      // Where so much vanished that the guard fired, an admin says that it is true.
      await this.#db.$executeRaw`UPDATE clusters SET confirmations = confirmations + 1 WHERE slug = ${this.slug}`;
    }
    this.#othersAreUntouched();
  }

  async #grant(): Promise<void> {
    const topic = this.history.pick(TOPICS);
    const terms: GrantTerms = this.history.chance(0.5) ? produce(topic) : consume(topic, this.history.pick(GROUPS));
    const application = this.history.pick(this.#applications);
    const [same] = await this.#db.$queryRaw<unknown[]>`
      SELECT 1 FROM grants WHERE application_id = ${application}::uuid AND cluster_slug = ${this.slug} AND state <> 'ended'
        AND operation = ${terms.operation} AND resource_name = ${topic} AND coalesce(consumer_group, '') = ${terms.consumerGroup?.name ?? ""}`;
    if (!same) await this.access.grant(application, terms);
  }

  async #revoke(): Promise<void> {
    const id = this.history.pick(await this.#live("grants"));
    if (id) await this.access.revoke(id);
  }

  async #expire(): Promise<void> {
    const id = this.history.pick(await this.#live("grants"));
    if (id) await this.#db.$executeRaw`UPDATE grants SET expires_at = clock_timestamp() WHERE id = ${id}::uuid`;
    if (this.history.chance(0.6)) await expireGrants(this.#installation.database.worker);
  }

  async #principal(): Promise<void> {
    const old = this.#names.filter(() => this.history.chance(0.2));
    const name = this.history.pick(old) ?? `${this.slug}-user-${this.#names.length}`;
    const [taken] = await this.#db.$queryRaw<unknown[]>`
      SELECT 1 FROM principals WHERE cluster_slug = ${this.slug} AND name = ${name} AND ended_at IS NULL`;
    if (taken) return;
    if (!this.#names.includes(name)) {
      this.#names.push(name);
      if (this.history.chance(0.15)) this.outsiders.makeUser(name);
    }
    await this.access.principal(this.history.pick(this.#applications), name, {
      password: "password",
      quota: this.history.chance(0.5) ? { producerByteRate: 100 } : {},
    });
  }

  async #changePrincipal(): Promise<void> {
    const id = this.history.pick(await this.#live("principals"));
    if (!id) return;
    if (this.history.chance(0.3)) await this.access.end(id);
    else if (this.history.chance(0.5)) await this.access.issue(id, "another");
    else
      await this.access.setQuota(id, this.history.chance(0.3) ? {} : { consumerByteRate: this.history.pick([10, 20]) });
  }

  async #retry(): Promise<void> {
    await this.#db.$executeRaw`
      SELECT principal_retry(principal_id) FROM principal_status WHERE cluster_slug = ${this.slug} AND state = 'blocked'`;
  }

  #trouble(): void {
    if (this.history.chance(0.2)) this.cluster.stop();
    else this.cluster.start();
    const often = () => (this.history.chance(0.5) ? 0.2 : 0);
    this.cluster.faults = this.#faults({ fail: often(), lose: often(), refuse: often() });
  }

  #faults(odds: { fail?: number; lose?: number; refuse?: number }): ClusterFaults {
    const happens = (chance: number | undefined) => chance !== undefined && this.history.chance(chance);
    const unanswered = () =>
      new ClusterCallFailed({ code: "timed_out", retriable: true, message: "No answer in time." });
    return {
      before: async (call) => {
        await this.#isOnRecord(call);
        if (happens(odds.fail)) throw unanswered();
      },
      refuse: (call) => (isWrite(call) && happens(odds.refuse) ? this.history.pick(REFUSALS) : undefined),
      after: () => {
        if (happens(odds.lose)) throw unanswered();
      },
    };
  }

  /** Before anything is sent: what is made or deleted is on record as ours. */
  async #isOnRecord({ method, names }: ClusterCall): Promise<void> {
    if (method !== "createAcls" && method !== "deleteAcls") return;
    const rows = await this.#db.$queryRaw<{ key: string }[]>`
      SELECT json_build_array('User:' || p.name, b.resource_type, b.pattern_type, b.resource_name, b.operation, b.permission_type, b.host)::text
        AS key
      FROM principal_bindings b JOIN principals p ON p.id = b.principal_id WHERE b.cluster_slug = ${this.slug}`;
    const ours = new Set(rows.map(({ key }) => JSON.stringify(JSON.parse(key))));
    this.history.violations.push(
      ...names.filter((name) => !ours.has(name)).map((name) => `${method} ${name}: not on record`),
    );
  }

  /** One piece of a worker's work, which may die at any step; then the next worker takes over. */
  async #work(piece: (session: ClusterSession) => Promise<unknown>, mayDie = true): Promise<void> {
    await this.#session?.lease.renew();
    this.#session ??= await this.#newWorker();
    const session = this.#session;
    if (this.history.chance(0.7)) await this.access.everythingIsDue();
    const isTrouble = (error: unknown) => error instanceof ClusterCallFailed;
    if (!(await this.history.survives(() => piece(session), { mayDie, isTrouble }))) this.#session = null;
  }

  #newWorker(): Promise<ClusterSession> {
    this.#workers += 1;
    return this.#installation.session(this.cluster.connect(), {
      cluster: this.slug,
      workerId: `worker-${this.#workers}`,
      checkpoint: this.history.checkpoint,
    });
  }

  #othersAreUntouched(): void {
    this.history.violations.push(...this.outsiders.touched());
  }

  async #live(table: "grants" | "principals"): Promise<string[]> {
    const rows =
      table === "grants"
        ? await this.#db.$queryRaw<
            { id: string }[]
          >`SELECT id FROM grants WHERE cluster_slug = ${this.slug} AND state <> 'ended' ORDER BY id`
        : await this.#db.$queryRaw<
            { id: string }[]
          >`SELECT id FROM principals WHERE cluster_slug = ${this.slug} AND ended_at IS NULL ORDER BY id`;
    return rows.map(({ id }) => id);
  }
}

const WRITES = new Set([
  "createAcls",
  "deleteAcls",
  "upsertScramCredentials",
  "deleteScramCredentials",
  "alterUserQuotas",
]);

function isWrite({ method }: ClusterCall): boolean {
  return WRITES.has(method);
}

const REFUSALS: ClusterError[] = [
  { code: "policy_refused", retriable: false, message: "No." },
  { code: "not_authorized", retriable: false, message: "Not you." },
  { code: "invalid_binding", retriable: false, message: "Not that." },
  { code: "timed_out", retriable: true, message: "The cluster did not finish in time." },
];
