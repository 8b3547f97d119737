import { setTimeout as sleep } from "node:timers/promises";
import { LeaseLost } from "#lib/db/worker-stores/cluster-leases";
import { ClusterCallFailed } from "#lib/kafka/cluster-admin";
import { createPlatformaticClusterAdmin } from "#lib/kafka/platformatic-cluster-admin";
import type { Checkpoint, ClusterSession } from "./cluster-session.ts";
import { expireGrants } from "./expire-grants.ts";
import { observeAcls } from "./observe-acls.ts";
import { observeTopics } from "./observe-topics.ts";
import { reconcilePrincipals } from "./reconcile-principals.ts";
import { reconcileTopics } from "./reconcile-topics.ts";
import { settleUnheldGrants } from "./settle-unheld-grants.ts";
import { TestAccess } from "./test-access.ts";
import { FaultActions } from "./test-fault-actions.ts";
import { FaultOthers } from "./test-fault-others.ts";
import { type FaultStage, FaultTroubles } from "./test-fault-troubles.ts";
import { SeededHistory } from "./test-history.ts";
import { definitionOf, until } from "./test-installation.ts";
import { Outsider } from "./test-outsider.ts";
import { TopicDecisions } from "./test-topic-life.ts";

const CHECKPOINTS: Checkpoint[] = ["taken", "attempt-recorded", "answered", "verified", "committed"];
/**
 * A worker that takes over waits for one request time-out. These brokers answer, or are dead, within this; where an answer failed to come, it waits
 * the whole of it, as a write may still be carried out.
 */
const TAKEOVER_MS = 500;
const QUIET_WITHIN_MS = 90_000;

type Piece = (session: ClusterSession) => Promise<unknown>;

/**
 * One random history of a real cluster: people decide, others change things behind Headgate's back, brokers are killed and come back, answers are
 * lost, the database goes away, workers die between any two steps. What must never happen is collected in `history.violations`.
 */
export class FaultHarness {
  readonly slug: string;
  readonly history: SeededHistory<Checkpoint>;
  readonly outsider: Outsider;
  readonly actions: FaultActions;
  readonly others: FaultOthers;
  /** What happened when, step by step; told when a run fails. */
  readonly log: string[] = [];
  readonly #stage: FaultStage;
  readonly #began = performance.now();
  readonly #troubles: FaultTroubles;
  #session: ClusterSession | null = null;
  #workers = 0;

  constructor(stage: FaultStage, seed: number) {
    const { installation, brokers } = stage;
    this.#stage = stage;
    this.slug = `faulty-${seed}`;
    this.history = new SeededHistory(seed, CHECKPOINTS);
    this.#troubles = new FaultTroubles(stage, seed, {
      ...{ history: this.history, note: (what) => this.#note(what) },
      during: (meanwhile) => this.work("reconcile topics", reconcileTopics, { meanwhile }),
    });
    this.outsider = new Outsider(brokers.outside);
    this.others = new FaultOthers(installation.owner, this.slug, this.outsider, this.history);
    this.actions = new FaultActions({
      ...{ installation, slug: this.slug, history: this.history },
      decide: new TopicDecisions(installation.owner, this.slug, installation.people),
      access: new TestAccess(installation, this.slug),
    });
  }

  async start(): Promise<void> {
    const { owner } = this.#stage.installation;
    await this.outsider.clear("User:headgate");
    await this.#stage.installation.register("worker-0", [definitionOf(this.slug)]);
    // The guard against mass changes has tests of its own; these clusters are so small that anything is a mass.
    await owner.$executeRaw`UPDATE clusters SET guard_share = 1 WHERE slug = ${this.slug}`;
    await this.actions.start();
    for (let count = 0; count < 3; count += 1) await this.others.create();
    await this.work("reconcile topics", reconcileTopics, { mayDie: false });
    await this.work("sweep", sweep, { mayDie: false });
  }

  async step(): Promise<void> {
    const [what, happen] = this.history.pick(this.#steps());
    this.#note(what);
    await happen();
  }

  #steps(): [string, () => Promise<void>][] {
    const { actions, others } = this;
    const troubles = this.#troubles;
    const work: [string, () => Promise<void>][] = [
      ["reconcile topics", () => this.work("reconcile topics", reconcileTopics)],
      ["reconcile principals", () => this.work("reconcile principals", reconcileAccess)],
      ["sweep", () => this.work("sweep", sweep)],
    ];
    return [
      ...[...work, ...work, ...work],
      ["approve", () => actions.approve()],
      ["change", () => actions.change()],
      ["change", () => actions.change()],
      ["block or unblock", () => actions.blockOrUnblock()],
      ["delete", () => actions.delete()],
      ["delete", () => actions.delete()],
      ["resolve drift", () => actions.resolveDrift()],
      ["resolve drift", () => actions.resolveDrift()],
      ["import", async () => others.give(await actions.import())],
      ["grant", () => actions.grant()],
      ["end a grant", () => actions.endGrant()],
      ["retry", () => actions.retry()],
      ["outside: change", () => others.change()],
      ["outside: change", () => others.change()],
      ["outside: delete or recreate", () => others.deleteOrRecreate()],
      ["outside: delete or recreate", () => others.deleteOrRecreate()],
      ["outside: create", () => others.create()],
      ["outside: ACL", () => others.acl()],
      ["trouble: relays", () => troubles.relays()],
      ["trouble: relays", () => troubles.relays()],
      ["trouble: broker", () => troubles.broker()],
      ["trouble: database", () => troubles.database()],
    ];
  }

  /** Trouble ends, and the worker works until nothing is left to do; then it looks three times. */
  async settle(): Promise<void> {
    const { brokers, installation } = this.#stage;
    this.#note("heal");
    for (const relay of brokers.relays) relay.heal();
    await brokers.whole();
    await this.#nextWorker();
    await expireGrants(installation.database.worker);
    await this.quiet();
    let looks = 0;
    const look: Piece = async (session) => {
      await sweep(session);
      looks += 1;
    };
    // One that a busy broker did not answer in time is no look.
    while (looks < 3) await this.work("sweep", look, { mayDie: false });
    await this.quiet();
  }

  /** The worker works until nothing is left to do. */
  async quiet(): Promise<void> {
    const round = async () => {
      await this.work("reconcile principals", reconcileAccess, { mayDie: false });
      await this.work("reconcile topics", reconcileTopics, { mayDie: false });
      return this.#due();
    };
    await until(round, (due) => due.length === 0, QUIET_WITHIN_MS);
  }

  /** Waits until the cluster says that a partition of a topic has no leader. */
  async leaderless(name: string): Promise<void> {
    const look = () => this.outsider.admin.listTopics().catch(() => []);
    await until(look, (listed) => listed.some((topic) => topic.name === name && topic.leaderless > 0));
  }

  #note(what: string): void {
    this.log.push(`${((performance.now() - this.#began) / 1_000).toFixed(1)} s ${what}`);
  }

  async close(): Promise<void> {
    await this.#nextWorker();
    await this.outsider.close();
  }

  /** One piece of a worker's work, which may die at any step; then another worker takes over. `meanwhile` happens in the middle of it. */
  async work(
    what: string,
    piece: Piece,
    { mayDie = true, meanwhile = async () => undefined }: { mayDie?: boolean; meanwhile?: () => Promise<unknown> } = {},
  ): Promise<void> {
    if (this.#session && !(await this.#session.lease.renew().catch(() => false))) await this.#nextWorker();
    this.#session ??= await this.#newWorker();
    const session = this.#session;
    if (this.history.chance(0.8)) await this.#everythingIsDue();
    const isTrouble = (error: unknown) => this.#isTrouble(what, error);
    const happening = meanwhile();
    const survived = await this.history.survives(() => piece(session), { mayDie, isTrouble }).finally(() => happening);
    if (!survived) {
      this.#note(`  ${session.workerId} died in: ${what}`);
      await this.#nextWorker();
    }
  }

  #isTrouble(what: string, error: unknown): boolean {
    const isExpected = error instanceof ClusterCallFailed || error instanceof LeaseLost || isOfDatabase(error);
    if (isExpected && error instanceof Error) this.#note(`  ${what}: ${error.message.trim().split("\n").at(-1)}`);
    return isExpected;
  }

  async #nextWorker(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    if (!session) return;
    await session.admin.close();
    await sleep(Math.max(TAKEOVER_MS, session.lease.unansweredForMs()));
  }

  #newWorker(): Promise<ClusterSession> {
    this.#workers += 1;
    const { installation, brokers } = this.#stage;
    return installation.session(createPlatformaticClusterAdmin(brokers.connection), {
      cluster: this.slug,
      workerId: `worker-${this.#workers}`,
      checkpoint: this.history.checkpoint,
    });
  }

  async #everythingIsDue(): Promise<void> {
    const { owner } = this.#stage.installation;
    await owner.$executeRaw`UPDATE topic_status SET due_at = now() WHERE due_at IS NOT NULL AND cluster_slug = ${this.slug}`;
    await owner.$executeRaw`UPDATE principal_status SET due_at = now() WHERE due_at IS NOT NULL AND cluster_slug = ${this.slug}`;
  }

  /** What the worker still has to do, in words. */
  async #due(): Promise<string[]> {
    const { owner } = this.#stage.installation;
    await this.#everythingIsDue();
    const rows = await owner.$queryRaw<{ what: string }[]>`
      SELECT concat_ws(' ', t.name, s.state, s.reason, s.message) AS what FROM topic_status s JOIN topics t ON t.id = s.topic_id
      WHERE s.cluster_slug = ${this.slug} AND s.due_at IS NOT NULL
      UNION ALL SELECT concat_ws(' ', p.name, s.state, s.reason, s.message) FROM principal_status s JOIN principals p ON p.id = s.principal_id
      WHERE s.cluster_slug = ${this.slug} AND s.due_at IS NOT NULL`;
    return rows.map(({ what }) => what);
  }
}

const sweep: Piece = async (session) => {
  await observeTopics(session);
  await observeAcls(session);
};
const reconcileAccess: Piece = async (session) => {
  await expireGrants(session.db);
  await reconcilePrincipals(session);
  await settleUnheldGrants(session);
};

/** Whatever Prisma and its driver say of a connection that ended; the worker logs it and tries again. */
function isOfDatabase(error: unknown): boolean {
  return error instanceof Error && CONNECTION_ENDED.test(`${error.name} ${error.message}`);
}

const CONNECTION_ENDED =
  /57P0[123]|connection error|Connection terminated|Can't reach database|ECONNREFUSED|ECONNRESET|EPIPE|Transaction API error|not queryable|Server has closed/i;
